import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRuleEngine } from '../../../source/engine/alert/rule-engine.js';
import { cpuSample, eventsOf, headOf, lines, loadSecond, rulesOf, watchSeconds } from './helpers/watched-session.js';

const one = headOf(['api-1']);

test('a rule is pending for as long as it must hold, fires, and resolves', () => {
  const changes = watchSeconds([{ alert: 'Hot', expr: 'cpu.used > 90', for: 3000 }], one, 12, (n) => [
    cpuSample('api-1', n >= 3 && n <= 8 ? 95 : 10),
  ]);
  assert.deepEqual(lines(changes), ['3 api-1 pending', '6 api-1 firing', '9 api-1 resolved']);
  assert.equal(changes[1]?.alert.activeAtMs, 3000);
  assert.equal(changes[1]?.alert.value, 95);
});

test('a condition that ends while pending is told and notifies nobody', () => {
  const changes = watchSeconds([{ alert: 'Hot', expr: 'cpu.used > 90', for: 3000 }], one, 6, (n) => [
    cpuSample('api-1', n === 2 || n === 3 ? 95 : 10),
  ]);
  assert.deepEqual(lines(changes), ['2 api-1 pending', '4 api-1 inactive']);
});

test('clear keeps a rule firing until the other limit is met', () => {
  const readings = [95, 89, 85, 81, 79, 95];
  const changes = watchSeconds([{ alert: 'Hot', expr: 'cpu.used > 90', clear: '< 80' }], one, 6, (n) => [
    cpuSample('api-1', readings[n - 1]!),
  ]);
  assert.deepEqual(lines(changes), ['1 api-1 firing', '5 api-1 resolved', '6 api-1 firing']);
});

test('keep_firing_for bridges short gaps', () => {
  const changes = watchSeconds([{ alert: 'Hot', expr: 'cpu.used > 90', keep_firing_for: 3000 }], one, 10, (n) => [
    cpuSample('api-1', n === 1 || n === 3 ? 95 : 10),
  ]);
  assert.deepEqual(lines(changes), ['1 api-1 firing', '6 api-1 resolved']);
});

test('each series has a state of its own, and matchers leave series out', () => {
  const changes = watchSeconds(
    [
      {
        alert: 'Hot',
        expr: 'cpu.used{host!="db-*"} > 90',
        labels: { team: 'web' },
        annotations: { summary: '{{host}} at {{value}} % {{team}} {nobody}' },
      },
    ],
    headOf(['api-1', 'api-2', 'db-1'], [], 'all'),
    3,
    (n) => [cpuSample('api-1', 95.123), cpuSample('api-2', n === 2 ? 91 : 5), cpuSample('db-1', 99)],
  );
  assert.deepEqual(lines(changes), ['1 api-1 firing', '2 api-2 firing', '3 api-2 resolved']);
  assert.deepEqual(changes[0]?.alert.labels, { host: 'api-1', group: 'all', team: 'web', alert: 'Hot' });
  assert.equal(changes[0]?.alert.annotations.summary, 'api-1 at 95.1 % web {nobody}');
  assert.notEqual(changes[0]?.alert.id, changes[1]?.alert.id);
  assert.match(changes[0]?.alert.id ?? '', /^[0-9a-f]{16}$/);
});

test('a null reading is neither above nor below', () => {
  const rules = [
    { alert: 'Hot', expr: 'cpu.used > 90' },
    { alert: 'Cold', expr: 'cpu.used < 90' },
    { alert: 'NotHot', expr: 'not (cpu.used > 90)' },
  ];
  assert.deepEqual(
    watchSeconds(rules, one, 3, () => [cpuSample('api-1', null)]),
    [],
  );
});

test('no_data fires after the silence, and readings that are too old are none', () => {
  const changes = watchSeconds(
    [
      { alert: 'Silent', expr: 'no_data(15s)' },
      { alert: 'Hot', expr: 'cpu.used > 90' },
    ],
    headOf(['api-1', 'api-2']),
    40,
    (n) => [cpuSample('api-2', 10), ...(n <= 5 || n >= 30 ? [cpuSample('api-1', 95)] : [])],
  );
  assert.deepEqual(lines(changes), [
    '1 api-1 firing',
    '20 api-1 firing',
    '25 api-1 resolved',
    '30 api-1 resolved',
    '30 api-1 firing',
  ]);
  assert.match(changes[2]?.because ?? '', /no reading/);
});

test('percentiles come from the histograms of the window, added', () => {
  // A slow tenth of one second is under 1 % of a minute, and over it in a window of five seconds.
  const second = (n: number) => [
    loadSecond(n * 1000 - 1500, n === 30 ? 90 : 100, 0, 10),
    ...(n === 30 ? [loadSecond(n * 1000 - 1500, 10, 0, 900)] : []),
  ];
  const rules = [
    { alert: 'Minute', expr: 'p(99) load.latency > 500ms over 1m' },
    { alert: 'Short', expr: 'p(99) load.latency > 500ms over 5s' },
    { alert: 'Median', expr: 'p(50) load.latency > 500ms over 5s' },
  ];
  const changes = watchSeconds(rules, headOf([]), 60, second);
  const short = changes.filter(({ rule }) => rule.name === 'Short');
  assert.deepEqual(lines(short), ['30 load firing', '35 load resolved']);
  assert.ok(Math.abs((short[0]?.alert.value ?? 0) - 900) < 5);
  assert.deepEqual(
    changes.filter(({ rule }) => rule.name === 'Median'),
    [],
  );
});

test('rates and shares count what was new in the window', () => {
  const changes = watchSeconds(
    [
      { alert: 'Rate', expr: 'rate(errors) over 10s >= 2' },
      { alert: 'Share', expr: 'share(errors) > 16% over 10s' },
    ],
    headOf([]),
    40,
    (n) => [loadSecond(n * 1000 - 1500, 10, n > 10 && n <= 20 ? 2 : 0)],
  );
  const of = (name: string) => lines(changes.filter(({ rule }) => rule.name === name));
  assert.deepEqual(of('Rate'), ['20 load firing', '21 load resolved']);
  assert.deepEqual(of('Share'), ['20 load firing', '21 load resolved']);
});

test('metrics of the load go with those of servers', () => {
  const changes = watchSeconds(
    [{ alert: 'BusyForLittle', expr: 'cpu.used > 80 and load.achieved < 50/s' }],
    headOf(['api-1', 'api-2']),
    3,
    (n) => [cpuSample('api-1', 90), cpuSample('api-2', 10), loadSecond(n * 1000 - 1500, n === 2 ? 20 : 100)],
  );
  assert.deepEqual(lines(changes), ['2 api-1 firing', '3 api-1 resolved']);
});

test('a server is compared with its peers of the same second', () => {
  const hosts = ['a', 'b', 'c', 'd', 'e'];
  const changes = watchSeconds(
    [{ alert: 'Odd', expr: 'peer_z(cpu.used) > 5', for: 2000 }],
    headOf(hosts, [], 'web'),
    10,
    (n) => hosts.map((host, index) => cpuSample(host, 20 + n * 5 + index * 0.1 + (host === 'c' && n >= 4 ? 20 : 0))),
  );
  assert.deepEqual(lines(changes), ['4 c pending', '6 c firing']);
});

test('the baseline is what was read before load began', () => {
  const changes = watchSeconds([{ alert: 'Above', expr: 'cpu.used > baseline(cpu.used) + 20' }], one, 20, (n) => [
    cpuSample('api-1', n < 15 ? (n > 8 ? 25 : 10) : 31),
    ...(n > 8 ? [loadSecond(n * 1000 - 1500, 10)] : []),
  ]);
  assert.deepEqual(lines(changes), ['15 api-1 firing']);
});

test('numbers of streams are metrics under their own names', () => {
  const sample = (depth: number) =>
    ({
      kind: 'stream/sample',
      sample: { stream: 'jobs', server: null, values: { 'queue depth': depth }, rttMs: 1 },
    }) as const;
  const changes = watchSeconds(
    [{ alert: 'Deep', expr: 'min(app["queue depth"]) > 5 over 3s' }],
    headOf([], ['jobs']),
    8,
    (n) => [sample(n >= 3 ? 9 : 1)],
  );
  assert.deepEqual(lines(changes), ['5 jobs firing']);
});

test('an anomaly must last, and fires within 15 seconds of a shift', () => {
  const noise = (n: number) => ((n * 7919) % 13) / 4;
  const changes = watchSeconds([{ alert: 'Odd', expr: 'anomaly(cpu.used)' }], headOf(['a', 'b']), 260, (n) => [
    cpuSample('a', 30 + noise(n) + (n >= 200 ? 20 : 0)),
    cpuSample('b', 30 + noise(n) + (n >= 200 && n < 205 ? 40 : 0)),
  ]);
  assert.deepEqual(lines(changes), ['208 a firing']);
  assert.equal(changes[0]?.alert.notifies, false);
});

test('the same events give the same alerts, whether time passed in between or not', () => {
  const rules = rulesOf(
    { alert: 'Hot', expr: 'avg(cpu.used) > 50 over 5s', for: 2000 },
    { alert: 'Silent', expr: 'no_data(3s)' },
  );
  const events = eventsOf(one, 40, (n) => (n % 17 < 12 ? [cpuSample('api-1', (n * 37) % 100)] : []));
  const watch = (isLive: boolean) => {
    const told: string[] = [];
    const engine = createRuleEngine(rules, ({ atMs, alert }) =>
      told.push(`${atMs} ${alert.rule} ${alert.phase} ${alert.value}`),
    );
    for (const event of events) {
      if (isLive) engine.advance(event.atMs - 10);
      engine.observe(event);
      if (isLive) engine.advance(event.atMs + 100);
    }
    engine.advance(45_000);
    return told;
  };
  assert.ok(watch(true).length > 3);
  assert.deepEqual(watch(true), watch(false));
});
