import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Config } from '../../source/config/config.js';
import { parseConfig } from '../../source/config/parse-config.js';
import type { Problem } from '../../source/model/problem.js';
import { nowhere } from '../publish/helpers/nowhere.js';

function configOf(text: string): Config {
  const reading = parseConfig(text);
  return reading.kind === 'ok' ? reading.config : assert.fail(JSON.stringify(reading.problems));
}

function problemsOf(content: unknown): readonly Problem[] {
  const reading = parseConfig(typeof content === 'string' ? content : JSON.stringify(content));
  return reading.kind === 'problems' ? reading.problems : assert.fail('it was accepted');
}

const paths = (content: unknown): readonly string[] => problemsOf(content).map(({ path }) => path);

const plainLoad = {
  workload: { kind: 'http' },
  level: null,
  clients: null,
  pacing: 'auto',
  keepAlive: true,
  protocol: 'http1',
  redirects: 0,
  coolDownLimitMs: 60_000,
};

const plainScreen = {
  theme: 'default',
  glyphs: null,
  colours: 'auto',
  preset: 'all',
  panes: [],
  keys: {},
  isMouseOn: false,
  framesPerSecond: 4,
  isReadOnly: false,
  isPlain: false,
};

const plainJobs = {
  datasets: [],
  levels: 5,
  rows: 2000,
  columns: 12,
  growth: 2,
  atOnce: 1,
  timeoutMs: 300_000,
  pollMs: 1000,
  api: {},
};

test('an empty config is every default, and leaves nothing open', () => {
  assert.deepEqual(configOf('{}'), {
    target: null,
    hosts: [],
    requests: [],
    extensions: {},
    feeder: null,
    servers: [],
    streams: [],
    objectives: [],
    load: {
      shape: { kind: 'constant', perSecond: 100 },
      durationMs: 30_000,
      warmUpMs: 0,
      arrivals: 'poisson',
      connections: null,
      seed: 1,
      timeoutMs: 10_000,
      inFlightLimit: 10_000,
      workers: null,
      stops: [],
      tripWires: true,
      ...plainLoad,
    },
    discovery: {
      startPerSecond: 10,
      maxPerSecond: null,
      effort: 'standard',
      budgetMs: null,
      axis: 'rate',
      strategy: 'plimsoll',
      judgedBy: 'percentile',
      warmStart: null,
      startLevel: null,
      maxLevel: null,
    },
    bench: { levels: 4, workloads: [], targets: [] },
    jobs: plainJobs,
    monitor: { durationMs: null },
    screen: plainScreen,
    alerts: { rules: [], route: {}, inhibitions: [], channels: {} },
    publish: nowhere,
    sessions: { folder: null, name: null },
  });
});

test('a config with everything is read into its closed form', () => {
  const config = configOf(`{
    // comments and trailing commas are allowed
    "$schema": "./plimsoll.schema.json",
    "target": { "url": "http://127.0.0.1:8080/a?b", "method": "post", "headers": { "x-a": "b" }, "body": "text", "allow": ["H"],
      "health": "/healthz", },
    "servers": [{ "name": "here", "address": "local" }],
    "streams": [{ "name": "s1", "url": "ws://127.0.0.1:1/m", "server": "here" }, { "name": "s2", "url": "wss://h/m" }],
    "objectives": ["p99 < 75ms"],
    "stop": ["errors > 20% for 5s"],
    "load": { "steps": [1, "120/min"], "duration": "5m", "arrivals": "paced", "connections": 50, "seed": 0, "timeout": "2s",
      "in-flight-limit": 7, "workers": 2, "warm-up": "1s" },
    "discovery": { "max-rate": "600/min", "start-rate": 2, "effort": "thorough", "budget": "1h" },
    "monitor": { "duration": "15s" },
    "sessions": { "folder": "/tmp/x", "name": "nightly" } /* and so are these */
  }`);
  assert.deepEqual(config, {
    target: {
      url: 'http://127.0.0.1:8080/a?b',
      address: { protocol: 'http', host: '127.0.0.1', port: 8080, path: '/a?b' },
      request: { method: 'POST', headers: [['x-a', 'b']], body: 'text', okStatus: { from: 200, to: 399 } },
      allow: ['h'],
      auth: null,
      tls: { ca: null, verify: true },
      health: { kind: 'path', path: '/healthz' },
    },
    hosts: [],
    requests: [],
    extensions: {},
    feeder: null,
    servers: [{ name: 'here', address: 'local' }],
    streams: [
      { name: 's1', url: 'ws://127.0.0.1:1/m', server: 'here' },
      { name: 's2', url: 'wss://h/m', server: null },
    ],
    objectives: [{ kind: 'latency', text: 'p99 < 75ms', statistic: 'p99', limitMs: 75 }],
    load: {
      shape: { kind: 'steps', levelsPerSecond: [1, 2] },
      durationMs: 300_000,
      warmUpMs: 1000,
      arrivals: 'paced',
      connections: 50,
      seed: 0,
      timeoutMs: 2000,
      inFlightLimit: 7,
      workers: 2,
      stops: [{ kind: 'errors', text: 'errors > 20% for 5s', limitRatio: 0.2, spanMs: 5000 }],
      tripWires: true,
      ...plainLoad,
    },
    discovery: {
      startPerSecond: 2,
      maxPerSecond: 10,
      effort: 'thorough',
      budgetMs: 3_600_000,
      axis: 'rate',
      strategy: 'plimsoll',
      judgedBy: 'percentile',
      warmStart: null,
      startLevel: null,
      maxLevel: null,
    },
    bench: { levels: 4, workloads: [], targets: [] },
    jobs: plainJobs,
    monitor: { durationMs: 15_000 },
    screen: plainScreen,
    alerts: { rules: [], route: {}, inhibitions: [], channels: {} },
    publish: nowhere,
    sessions: { folder: '/tmp/x', name: 'nightly' },
  });
});

test('every problem is told at once, each under the path of its key', () => {
  assert.deepEqual(
    [
      ...paths({
        target: { url: 'ftp://x' },
        objectives: ['p99 < 75ms', 'p98 < 1s'],
        objectivs: [],
        load: { rate: 'fast', duration: 3, arivals: 'paced', workers: 0 },
        servers: [{ name: '', address: 'ssh://a b' }],
        streams: [{ url: 'http://h/' }],
      }),
    ].sort(),
    [
      'load.arivals',
      'load.duration',
      'load.rate',
      'load.workers',
      'objectives[1]',
      'objectivs',
      'servers[0].address',
      'servers[0].name',
      'streams[0].name',
      'streams[0].url',
      'target.url',
    ],
  );
});

test('an unknown key is refused with the nearest that is known at its place', () => {
  const rows: readonly (readonly [object, string, RegExp])[] = [
    [{ objectivs: [] }, 'objectivs', /objectives/],
    [{ load: { 'warm-upp': '1s' } }, 'load.warm-upp', /warm-up/],
    [{ discovery: { maxrate: 1 } }, 'discovery.maxrate', /max-rate/],
    [{ servers: [{ name: 'a', adress: 'local', address: 'local' }] }, 'servers[0].adress', /address/],
    [{ streams: [{ name: 'a', url: 'ws://h/', sever: 'x' }] }, 'streams[0].sever', /server/],
    [{ load: { zebra: 1 } }, 'load.zebra', /known: rate, ramp/],
  ];
  for (const [content, path, hint] of rows) {
    const problem = problemsOf(content).find((candidate) => candidate.path === path);
    assert.match(problem?.hint ?? '', hint, path);
  }
});

test('a channel of a type that there is not is told those that there are', () => {
  const [pager, none] = problemsOf({ channels: { a: { type: 'pager' }, b: { typ: 'slack' } } });
  const wanted = 'expected one of terminal, webhook, slack, command, mail';
  assert.deepEqual([pager?.path, pager?.message], ['channels.a.type', `${wanted}, got "pager"`]);
  assert.deepEqual([none?.path, none?.message], ['channels.b.type', `${wanted}, got none`]);
});

test('names are unique, and a stream names a server that is there', () => {
  const server = { name: 'a', address: 'local' };
  const stream = { name: 's', url: 'ws://h/' };
  assert.deepEqual(paths({ servers: [server, server] }), ['servers[1].name']);
  assert.deepEqual(paths({ streams: [stream, stream, stream] }), ['streams[1].name', 'streams[2].name']);
  const [problem] = problemsOf({
    servers: [{ name: 'api-1', address: 'local' }],
    streams: [{ ...stream, server: 'api-l' }],
  });
  assert.deepEqual([problem!.path, problem!.hint], ['streams[0].server', 'did you mean api-1?']);
  assert.match(problemsOf({ streams: [{ ...stream, server: 'x' }] })[0]!.hint ?? '', /no servers/);
});

test('a name that could act on a terminal is refused, and its message is clean', () => {
  const [problem] = problemsOf({ servers: [{ name: 'a\u001b[2Jb\u0007', address: 'local' }] });
  assert.equal(problem!.path, 'servers[0].name');
  assert.doesNotMatch(problem!.message, /[\u0000-\u001f]/);
  assert.deepEqual(paths({ 'a\u001bb': 1 }), ['a\ufffdb']);
});

test('two shapes of load in one file are refused', () => {
  assert.deepEqual(paths({ load: { rate: 5, ramp: { from: 1, to: 2 } } }), ['load.ramp']);
  assert.deepEqual(paths({ load: { rate: 5, ramp: '1..2', steps: [1] } }), ['load.ramp', 'load.steps']);
});

test('a timeout below the longest limit is refused: it would decide what was not promised', () => {
  const [problem] = problemsOf({ objectives: ['p99 < 5s', 'errors < 1%'], load: { timeout: '2s' } });
  assert.equal(problem!.path, 'load.timeout');
  assert.match(problem!.message, /p99 < 5s/);
});

test('a start rate above the highest is refused where it was named, and gives way where it was not', () => {
  assert.deepEqual(paths({ discovery: { 'max-rate': 5, 'start-rate': 6 } }), ['discovery.start-rate']);
  assert.equal(configOf('{"discovery": {"max-rate": 5}}').discovery.startPerSecond, 5);
});

test('text that is no JSON is refused with line and column', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['{\n  "target": {}\n  "load": {}\n}\n', 'line 3, column 3'],
    ['{\r\n  "load": \r\n}', 'line 3, column 1'],
    ['{"a": 1', 'line 1, column 8'],
    ['{', 'line 1, column 2'],
    ['nonsense', 'line 1, column 1'],
    ['{} {}', 'line 1, column 4'],
    ["{'load': {}}", 'line 1, column 2'],
  ];
  for (const [text, path] of rows) assert.equal(problemsOf(text)[0]!.path, path, text);
});

test('an empty file, a file of comments and content that is no object are refused', () => {
  for (const text of ['', '  \n', '\ufeff', '// nothing\n', '[]', '7', 'null', '"text"', 'true']) {
    assert.match(problemsOf(text)[0]!.message, /^expected/, text);
  }
});

test('a byte order mark is no part of the text', () => {
  assert.equal(parseConfig('\ufeff{}').kind, 'ok');
});

test('keys that reach a prototype are refused wherever they stand, and change nothing', () => {
  for (const key of ['__proto__', 'constructor', 'prototype']) {
    assert.deepEqual(paths(`{"${key}": {"polluted": 1}}`), [key]);
    assert.deepEqual(paths(`{"load": {"${key}": {"polluted": 1}}}`), [`load.${key}`]);
    assert.deepEqual(paths(`{"servers": [{"${key}": 1}]}`), [`servers[0].${key}`]);
    assert.deepEqual(paths(`{"target": {"url": "http://127.0.0.1/", "headers": {"${key}": "x"}}}`), [
      `target.headers.${key}`,
    ]);
  }
  assert.equal('polluted' in {}, false);
});

test('a key given twice is refused', () => {
  assert.deepEqual(paths('{"load": {"rate": 1, "rate": 2}}'), ['load.rate']);
});

test('a file too large or nested too deep is refused, not parsed', () => {
  assert.match(problemsOf(`{"a": "${'x'.repeat(1_100_000)}"}`)[0]!.message, /at most 1 MiB/);
  assert.match(problemsOf('['.repeat(200_000))[0]!.message, /levels of nesting/);
  assert.match(problemsOf('{"a":'.repeat(50_000))[0]!.message, /levels of nesting/);
});

test('no text makes the reader throw', () => {
  fc.assert(fc.property(fc.string(), (text) => ['ok', 'problems'].includes(parseConfig(text).kind)));
  fc.assert(fc.property(fc.json(), (text) => ['ok', 'problems'].includes(parseConfig(text).kind)));
  const keys = fc.constantFrom(
    'target',
    'url',
    'servers',
    'streams',
    'load',
    'rate',
    'ramp',
    'objectives',
    '$schema',
    'x',
  );
  fc.assert(
    fc.property(fc.dictionary(keys, fc.dictionary(keys, fc.jsonValue())), (content) => {
      const reading = parseConfig(JSON.stringify(content));
      assert.ok(reading.kind === 'ok' || reading.problems.every(({ path, message }) => path !== '' && message !== ''));
    }),
  );
});

test('a screen can be described, its keys too', () => {
  const { screen } = configOf(
    '{"screen": {"theme": "okabe-ito", "glyphs": "braille", "color": 256, "preset": "latency", "panes": ["load", "events"], "keys": {"freeze": "f"}, "mouse": true, "fps": 10, "read-only": true, "plain": true}}',
  );
  assert.deepEqual(screen, {
    theme: 'okabe-ito',
    glyphs: 'braille',
    colours: '256',
    preset: 'latency',
    panes: ['load', 'events'],
    keys: { freeze: ['f'] },
    isMouseOn: true,
    framesPerSecond: 10,
    isReadOnly: true,
    isPlain: true,
  });
});

test('what is wrong with a screen is said with what was meant', () => {
  const problems = problemsOf({
    screen: {
      theme: 'okabeito',
      glyphs: 'brialle',
      color: 'none',
      preset: 'latence',
      panes: ['loads'],
      keys: { freez: 'f' },
      fps: 60,
      colour: 'never',
    },
  });
  assert.deepEqual(
    problems.map(({ path, message, hint }) => `${path}: ${message}${hint === null ? '' : ` (${hint})`}`),
    [
      'screen.theme: expected default, okabe-ito or mono, got "okabeito" (did you mean okabe-ito?)',
      'screen.glyphs: expected block, braille or ascii, got "brialle" (did you mean braille?)',
      'screen.color: expected auto, never, 16, 256 or truecolor, got "none" (did you mean never?)',
      'screen.preset: expected all, latency, search, servers or run, got "latence" (did you mean latency?)',
      'screen.panes[0]: expected a pane, got "loads" (did you mean load?)',
      'screen.keys.freez: expected the name of an action, got "freez" (did you mean freeze?)',
      'screen.fps: expected a whole number from 1 to 30, got 60',
      'screen.colour: expected a known key, got "colour" (did you mean color?)',
    ],
  );
});
