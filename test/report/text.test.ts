import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DiscoveryParts, discoverySentence } from '../../source/model/discovery-sentence.js';
import { noOutcomes } from '../../source/model/outcome.js';
import type { RunResult } from '../../source/model/run.js';
import { runSentence } from '../../source/model/run-sentence.js';
import { discoveryText, monitorText, runText } from '../../source/report/text.js';
import { discoveryParts, monitorResult, runResult } from './helpers.js';

test('a run is said in one sentence, with what it met or missed', () => {
  assert.equal(
    runSentence(runResult),
    'http://127.0.0.1:8080/x answered 4,998 of 5,000 requests a second well (p99 12.3 ms) and met its 2 objectives.',
  );
  const missed: RunResult = {
    ...runResult,
    ended: 'stopped',
    validity: { valid: false, reasons: ['x.'] },
    objectives: runResult.objectives.map((objective) => ({ ...objective, met: false })),
  };
  assert.equal(
    runSentence(missed),
    'http://127.0.0.1:8080/x answered 4,998 of 5,000 requests a second well (p99 12.3 ms) and missed p99 < 75ms and errors < 1%; the run was stopped before its end; the measurement is not valid.',
  );
});

/** 10 of 100 failed, and the rest took 24 ms at p99. */
const failing: RunResult = {
  ...runResult,
  intended: { count: 100, perSecond: 36.8 },
  achieved: { count: 90, perSecond: 33.5 },
  outcomes: { ...noOutcomes, ok: 90, badStatus: 10 },
  responseTimeMs: { ...runResult.responseTimeMs, p90: 20, p99: 24 },
  objectives: [{ text: 'p99 < 5s', met: false, value: null }],
};

test('an objective that failures make missed says so wherever its number would meet it', () => {
  assert.match(
    runSentence(failing),
    / well \(p99 24\.0 ms\) and missed p99 < 5s \(10\.0 % failed, which counts as late\)\.$/,
  );
  assert.match(runText(failing), /^objective p99 < 5s: missed \(10\.0 % failed, which counts as late\)$/m);
  const shifted = { ...failing, objectives: [{ text: 'p90 < 22ms', met: false, value: 24 }] };
  assert.match(runSentence(shifted), / and missed p90 < 22ms \(10\.0 % failed, which counts as late\)\.$/);
  assert.match(
    runText(shifted),
    /^objective p90 < 22ms: missed \(24\.0 ms, as 10\.0 % failed, which counts as late\)$/m,
  );
});

test('failures are told of the request that an objective is about, and of no objective that they leave as it is', () => {
  const { responseTimeMs, serviceTimeMs } = failing;
  const named = (name: string, ok: number, badStatus: number) => ({
    ...{ name, responseTimeMs, serviceTimeMs },
    outcomes: { ...noOutcomes, ok, badStatus },
  });
  const requests = [named('browse', 50, 0), named('buy', 40, 10)];
  const objectives = [
    { text: 'p99(buy) < 5s', met: false, value: null },
    { text: 'p99(browse) < 20ms', met: false, value: 24.0001 },
    { text: 'p99(sell) < 5s', met: false, value: null },
    { text: 'errors < 1%', met: false, value: 10 },
    { text: 'mean < 5ms', met: false, value: 12 },
    { text: 'cpu < 80%', met: false, value: null },
  ];
  assert.deepEqual(runText({ ...failing, objectives, requests }).match(/(?<=^objective ).*$/gm), [
    'p99(buy) < 5s: missed (20.0 % failed, which counts as late)',
    'p99(browse) < 20ms: missed (24.0 ms)',
    'p99(sell) < 5s: missed (not measured)',
    'errors < 1%: missed (10.0 %)',
    'mean < 5ms: missed (12.0 ms)',
    'cpu < 80%: missed (not measured)',
  ]);
});

test('a run that a rule stopped says why, in its sentence and in its lines', () => {
  const endedBecause = '80 % of the 150 arrivals of 3 s ended badly (trip-wire error burst)';
  const tripped: RunResult = { ...runResult, ended: 'tripped', endedBecause };
  assert.ok(runSentence(tripped).endsWith(`and met its 2 objectives; the run was stopped: ${endedBecause}.`));
  assert.match(runText(tripped), /\nended early: 80 % of the 150 arrivals/);
});

test('where the time went, requests by name and those sent again are told where there are any', () => {
  const { outcomes } = runResult;
  const responseTimeMs = { mean: 1.5, p50: 1.234, p90: 2.345, p99: 12.34, p999: 123.4, max: 12_345 };
  const serviceTimeMs = responseTimeMs;
  const text = runText({
    ...runResult,
    timingsMs: { connect: null, firstByte: responseTimeMs, body: null, server: serviceTimeMs },
    requests: [
      { name: 'browse', outcomes, responseTimeMs, serviceTimeMs },
      { name: 'buy', outcomes: { ...noOutcomes }, responseTimeMs, serviceTimeMs },
    ],
    resent: 3,
  });
  assert.match(text, /\n {2}first byte {5}1\.50 ms .*\n {2}by the server {1,2}1\.50 ms/);
  assert.doesNotMatch(text, /connecting|body/);
  assert.match(text, /\nrequest +count +failed +p50 +p90 +p99 +max\nbrowse +40,000 +0\.05 % +1\.23 ms.*\nbuy +0 +- /);
  assert.match(text, /\nsent again: 3, since their connection had been closed\n/);
});

test('a run is summed up in lines', () => {
  assert.equal(
    runText(runResult),
    `${runSentence(runResult)}

           count  per second
intended  40,000       5,000
offered   39,990       4,999
achieved  39,980       4,998

                  mean      p50      p90      p99   p99.9     max
response time  1.50 ms  1.23 ms  2.35 ms  12.3 ms  123 ms  12.3 s
service time   1.50 ms  1.23 ms  2.35 ms  12.3 ms  123 ms  12.3 s

outcomes: 39,980 ok, 4 bad status, 3 timeout, 2 connection failed, 10 unsent, 1 unfinished (0.05 % failed)
arrivals: paced, seed 1, measured for 8 s
send lag: p50 0.01 ms, p99 0.50 ms, max 3.00 ms (auto pacing)
objective p99 < 75ms: met (12.3 ms)
objective errors < 1%: met (0.05 %)
the measurement is valid`,
  );
});

test('a run that measured nothing is summed up without a figure that is none', () => {
  const zero = { mean: 0, p50: 0, p90: 0, p99: 0, p999: 0, max: 0 };
  const text = runText({
    ...runResult,
    intended: { count: 0, perSecond: 0 },
    offered: { count: 0, perSecond: 0 },
    achieved: { count: 0, perSecond: 0 },
    outcomes: { ok: 0, badStatus: 0, timeout: 0, connectionFailed: 0, unsent: 0, unfinished: 0 },
    responseTimeMs: zero,
    serviceTimeMs: zero,
    objectives: [{ text: 'cpu < 80%', met: false, value: null }],
    validity: { valid: false, reasons: ['Nothing was sent.'] },
  });
  assert.doesNotMatch(text, /NaN|undefined|null|Infinity/);
  assert.match(text, /objective cpu < 80%: missed \(not measured\)/);
  assert.match(text, /NOT valid: Nothing was sent\./);
});

test('a discovery is summed up in lines, its sentence first', () => {
  const sentence = discoverySentence(discoveryParts);
  assert.equal(
    discoveryText({ ...discoveryParts, sentence }),
    `${sentence}

load line: 1,240/s
held: 1,215/s, to the end of the final probe
between 1,215/s (met) and 1,265/s (missed)
gives first: p99 < 50ms
bottleneck: resource-limited (here cpu), saturates at 1.02 times the load line
load: 60,000 requests sent, 310 failed or late, highest rate 1,500/s, poisson arrivals, seed 1
time: 84 s in all, 80 s under load, 3 s at rest
note: the bracket is what was met and missed, not a 95 % interval (no-interval)
the measurement is valid

rate         p50      p90      p99  failed or late
400/s    2.00 ms  4.00 ms  9.00 ms             0 %
1,265/s  9.00 ms  40.0 ms  80.0 ms          3.10 %`,
  );
});

test('a discovery with several reservations says the gravest in its sentence and each other on a line', () => {
  const parts: DiscoveryParts = {
    ...discoveryParts,
    flags: ['metastable', 'not-warmed', 'budget-reached', 'no-interval'],
    validity: { valid: false, reasons: ['The generator was late.', 'It was busy.'] },
  };
  const lines = discoveryText({ ...parts, sentence: discoverySentence(parts) }).split('\n');
  assert.match(lines[0]!, /missed at 1,265\/s\); the measurement is not valid: The generator was late\.$/);
  assert.deepEqual(
    lines.filter((line) => line.startsWith('note: ')),
    [
      'note: after overload the target did not come back to rates that it had carried before (metastable)',
      'note: the time ran out before the precision asked for was reached (budget-reached)',
      'note: the target was still getting faster when its warm-up time was over (not-warmed)',
      'note: the bracket is what was met and missed, not a 95 % interval (no-interval)',
    ],
  );
  assert.ok(lines.includes('the measurement is NOT valid: The generator was late. It was busy.'));
});

test('a line is told with its interval, and every percentile of its curve with its own', () => {
  const [low, high] = discoveryParts.curve;
  const intervals95 = { p50Ms: [1.5, 2.5], p90Ms: [3, 5], p99Ms: null } as const;
  const text = discoveryText({
    ...discoveryParts,
    interval95: [1200, 1280],
    curve: [{ ...low!, intervals95 }, high!],
    sentence: 'Found.',
  });
  assert.match(text, /\nload line: 1,240\/s, 95 % interval 1,200\/s to 1,280\/s\n/);
  assert.match(text, /\nrate +p50 +95 % interval +p90 +95 % interval +p99 +95 % interval +failed or late\n/);
  assert.match(text, /\n400\/s +2\.00 ms +1\.50 ms to 2\.50 ms +4\.00 ms +3\.00 ms to 5\.00 ms +9\.00 ms +n\/a +0 %\n/);
});

test('a certified rate is told apart from a higher one that was held, and neither is called by the other', () => {
  const lineOf = (parts: Partial<DiscoveryParts>): string | undefined =>
    discoveryText({ ...discoveryParts, interval95: [2.9, 12.3], estimatePerSecond: 8.2, ...parts, sentence: '' })
      .split('\n')
      .find((line) => line.startsWith('certified'));
  const rates = { certifiedPerSecond: 4, heldPerSecond: 5.5 };
  const above = 'certified: 4.0/s; the line is above it in 19 of 20 searches';
  assert.equal(lineOf(rates), `${above}, and 5.5/s was held to the end of the final probe`);
  assert.equal(lineOf({ ...rates, heldPerSecond: 4 }), `${above}, and it was held to the end of the final probe`);
  assert.equal(lineOf({ certifiedPerSecond: 4 }), `${above}, and no less was held to the end of the final probe`);
  assert.match(discoverySentence({ ...discoveryParts, ...rates }), /\(held 5\.5\/s in the final probe;/);
});

test('a discovery that found nothing leaves out what it does not have', () => {
  const text = discoveryText({
    ...discoveryParts,
    estimatePerSecond: null,
    bracketPerSecond: null,
    certifiedPerSecond: null,
    bindingObjective: null,
    bottleneck: null,
    flags: [],
    curve: [],
    sentence: 'Nothing.',
  });
  assert.doesNotMatch(text, /null|NaN|undefined|between|bottleneck|note|rate {2}/);
});

test('a watch is summed up in tables', () => {
  assert.equal(
    monitorText(monitorResult),
    `Watched 1 server and 1 stream for 15 s.

server  state        samples                CPU  memory used   memory
here    live   15 (0 missed)  3.1 % (max 9.0 %)      2.0 GiB  8.0 GiB

stream  state  messages  unreadable  reconnects  circuit
s1      open         30           1           2  closed (opened 0)`,
  );
});

test('a reason from outside cannot act on the terminal that shows it', () => {
  const [server] = monitorResult.servers;
  const text = monitorText({
    ...monitorResult,
    servers: [{ ...server!, name: 'a\u001b[2J', state: 'down', reason: 'b\u0007\nc' }],
  });
  assert.doesNotMatch(text, /\u001b|\u0007|b.\nc/);
});
