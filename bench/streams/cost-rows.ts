import { createHash, hash as cryptoHash } from 'node:crypto';
import { createMetricRecorder } from '../../source/measure/metric-recorder.js';
import { defaultSamplingSettings } from '../../source/measure/metric-settings.js';
import { createSamplingRecorder } from '../../source/measure/sampling-recorder.js';
import { createCircuitBreaker } from '../../source/resilience/circuit-breaker.js';
import { createFrameHash } from '../../source/resilience/frame-hash.js';
import { processNowMs } from '../../source/time/clock.js';
import { createRandom } from '../../source/time/random.js';
import type { Row } from '../load/table.js';
import { medianOf } from '../load/truth.js';

const repeats = 9;

/**
 * Nanoseconds of CPU that one turn of `call` takes, the loop around it included: median of several runs. Not of the wall
 * clock, which would count whatever else the machine does.
 */
function costNs(turns: number, call: (turn: number) => void): number {
  for (let turn = 0; turn < turns / 10; turn++) call(turn);
  return medianOf(
    Array.from({ length: repeats }, () => {
      const began = process.cpuUsage();
      for (let turn = 0; turn < turns; turn++) call(turn);
      const { user, system } = process.cpuUsage(began);
      return ((user + system) * 1e3) / turns;
    }),
  );
}

function row(what: string, asked: string, reached: string, met: boolean, peer = '', ratio = ''): Row {
  return { what, asked, reached, peer, ratio, met };
}

/** What recording one value costs, in full and sampled, and what all of it takes in memory. */
export function recordRows(): Row[] {
  const random = createRandom(1);
  const values = Float64Array.from({ length: 4_096 }, () => 2 ** (20 * random()));
  const recorder = createMetricRecorder();
  const sites = Array.from({ length: 24 }, (_, index) => recorder.distribution(`site ${index}`, 'us'));
  const site = sites[0]!;
  const full = costNs(2_000_000, (turn) => {
    if (site.wants()) site.record(values[turn & 4_095]!);
  });
  const counter = recorder.counter('count', 'count');
  const counted = costNs(2_000_000, () => counter.add(1));
  const sampler = createSamplingRecorder(defaultSamplingSettings, random, processNowMs);
  const hot = sampler.site('hot', 'us');
  const sampled = costNs(2_000_000, (turn) => {
    if (hot.wants()) hot.record(values[turn & 4_095]!);
    if ((turn & 0xffff) === 0) sampler.flush();
  });
  const text = Buffer.from(JSON.stringify({ a: 1, b: [1, 2, 3], c: { d: 'e'.repeat(200), f: 1.5 } }));
  const parse = costNs(100_000, () => {
    JSON.parse(text.toString());
  });
  const clock = costNs(1_000_000, () => {
    processNowMs();
  });
  const perMessage = 2 * full + 2 * counted + 2 * clock;
  const bytes = recorder.bytes();
  return [
    row('recording one value in full: histogram and ring', '<= 25 ns', `${full.toFixed(1)} ns`, full <= 25),
    row('adding to a counter', '<= 25 ns', `${counted.toFixed(1)} ns`, counted <= 25),
    row(
      'one event of a sampled call site, at 3 %',
      '<= 25 ns',
      `${sampled.toFixed(1)} ns`,
      sampled <= 25,
      `${(full + 2 * clock).toFixed(0)} ns timed in full`,
      (sampled / (full + 2 * clock)).toFixed(2),
    ),
    row(
      'all that is recorded of a message, with two clock readings',
      '<= 5 % of handling it (40 us, ws and JSON)',
      `${perMessage.toFixed(0)} ns, ${((perMessage / 40_000) * 100).toFixed(1)} %`,
      perMessage <= 2_000,
      `JSON.parse alone ${parse.toFixed(0)} ns`,
    ),
    row('24 histograms and the ring', '<= 150 KB', `${(bytes / 1000).toFixed(0)} KB`, bytes <= 150_000),
  ];
}

/** What it costs to ask a circuit breaker. */
export function breakerRows(): Row[] {
  const ask = (prepare: (breaker: ReturnType<typeof createCircuitBreaker>) => void): number => {
    const breaker = createCircuitBreaker(processNowMs, createRandom(1));
    prepare(breaker);
    return costNs(2_000_000, () => {
      breaker.state();
    });
  };
  const fail = (breaker: ReturnType<typeof createCircuitBreaker>, times: number): void => {
    for (let failure = 0; failure < times; failure++) breaker.failed('refused');
  };
  const states: readonly (readonly [name: string, cost: number])[] = [
    ['closed', ask((breaker) => breaker.succeeded())],
    ['open', ask((breaker) => fail(breaker, 5))],
    [
      'closed again, with failures to forget',
      ask((breaker) => {
        fail(breaker, 3);
        breaker.succeeded();
      }),
    ],
  ];
  const open = createCircuitBreaker(processNowMs, createRandom(1));
  fail(open, 5);
  const refused = costNs(1_000_000, () => {
    open.tryAcquire();
  });
  return [
    ...states.map(([name, cost]) =>
      row(`state of a circuit: ${name}`, '<= 100 ns', `${cost.toFixed(1)} ns`, cost <= 100),
    ),
    row('an attempt refused by an open circuit', '<= 0.1 ms', `${refused.toFixed(1)} ns`, refused <= 100_000),
  ];
}

/** Frames as they come: one after another, none twice in a row. */
const frames = 64;

/** The hash of a frame, as it comes from the socket, beside SHA-256 in its quickest form. */
export function hashRows(): Row[] {
  const xxhash = createFrameHash(1n);
  return [100, 1_000, 10_000].map((size) => {
    const given = Array.from({ length: frames }, (_, index) => Buffer.from(String(index).padEnd(size, 'x')));
    const turns = Math.round(60_000_000 / (size + 300));
    const own = costNs(turns, (turn) => {
      xxhash(given[turn % frames]!);
    });
    const oneShot = costNs(turns, (turn) => {
      cryptoHash('sha256', given[turn % frames]!);
    });
    const streamed = costNs(turns, (turn) => {
      createHash('sha256')
        .update(given[turn % frames]!)
        .digest('hex');
    });
    const ratio = oneShot / own;
    return row(
      `hash of a frame of ${size} B`,
      '>= 3 x SHA-256',
      `${own.toFixed(0)} ns`,
      ratio >= 3,
      `crypto.hash ${oneShot.toFixed(0)} ns, createHash ${streamed.toFixed(0)} ns`,
      `${ratio.toFixed(1)} x, ${(streamed / own).toFixed(1)} x`,
    );
  });
}
