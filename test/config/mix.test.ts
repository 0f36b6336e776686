import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Config } from '../../source/config/config.js';
import { parseConfig } from '../../source/config/parse-config.js';

const target = { url: 'http://127.0.0.1:8080/' };

function configOf(content: object): Config {
  const reading = parseConfig(JSON.stringify(content));
  return reading.kind === 'ok' ? reading.config : assert.fail(JSON.stringify(reading.problems));
}

function problemsOf(content: object): readonly string[] {
  const reading = parseConfig(JSON.stringify(content));
  if (reading.kind === 'ok') assert.fail(JSON.stringify(content));
  return reading.problems.map(({ path, message, hint }) => `${path}: ${message} (${hint})`);
}

const okStatus = { from: 200, to: 399 };

test('a mix is read into its closed form', () => {
  const { requests, hosts } = configOf({
    target,
    hosts: [{ name: 'search', url: 'http://127.0.0.1:9/v1', connections: 5, headers: { 'x-a': '1' }, insecure: true }],
    requests: [
      { path: '/a ü/{{x y}}' },
      { name: 'b', weight: 0.5, path: '/b', body: 'x', host: 'search', ok: '200..204', headers: { 'x-b': '{{x}}' } },
      {
        name: 'c',
        steps: [
          { name: 'one', capture: { token: 'json:/a~1b/0', at: 'header:Location' } },
          { name: 'two', path: '{{at}}', ok: 404 },
        ],
      },
    ],
  });
  const plain = { method: 'GET', headers: [], body: null, host: 'target', okStatus };
  assert.deepEqual(requests, [
    { kind: 'request', name: 'GET /a%20%C3%BC/{{x y}}', weight: 1, parts: { ...plain, path: '/a%20%C3%BC/{{x y}}' } },
    {
      kind: 'request',
      name: 'b',
      weight: 0.5,
      parts: {
        method: 'POST',
        path: '/b',
        headers: [['x-b', '{{x}}']],
        body: 'x',
        host: 'search',
        okStatus: { from: 200, to: 204 },
      },
    },
    {
      kind: 'steps',
      name: 'c',
      weight: 1,
      steps: [
        {
          name: 'one',
          parts: { ...plain, path: null },
          captures: [
            { name: 'token', from: { kind: 'json', pointer: ['a/b', '0'] } },
            { name: 'at', from: { kind: 'header', header: 'location' } },
          ],
        },
        { name: 'two', parts: { ...plain, path: '{{at}}', okStatus: { from: 404, to: 404 } }, captures: [] },
      ],
    },
  ]);
  assert.deepEqual(
    hosts.map(({ name, connections, headers, tls }) => [name, connections, headers, tls]),
    [['search', 5, [['x-a', '1']], { ca: null, verify: false }]],
  );
});

test('what is wrong with a mix is told under the path of its key', () => {
  const hosts = [{ name: 'search', url: 'http://127.0.0.1:9/' }];
  const rows: readonly (readonly [content: object, RegExp])[] = [
    [{ requests: [] }, /^requests: expected at least one request/],
    [{ requests: [{ pth: '/' }] }, /^requests\[0\]\.pth: expected a known key.*did you mean path/],
    [{ requests: [{ path: 'x' }] }, /^requests\[0\]\.path: .*begin it with a slash/],
    [{ requests: [{ path: '//x' }] }, /^requests\[0\]\.path: .*two slashes/],
    [{ requests: [{ path: 'http://a/b' }] }, /^requests\[0\]\.path: .*got a URL.*hosts/],
    [{ requests: [{ path: '/a#b' }] }, /^requests\[0\]\.path: .*fragment/],
    [{ requests: [{ path: '/a\r\nb' }] }, /^requests\[0\]\.path: .*control characters/],
    [{ requests: [{ weight: 0 }] }, /^requests\[0\]\.weight: expected a weight above 0/],
    [{ requests: [{ ok: 'fine' }] }, /^requests\[0\]\.ok: expected a status/],
    [{ requests: [{ ok: [300, 200] }] }, /^requests\[0\]\.ok: expected a status/],
    [{ requests: [{ path: '/' }, { path: '/' }] }, /^requests\[1\]\.name: .*"GET \/" a second time/],
    [
      { requests: [{ host: 'serch' }, { name: 'b', host: 'search' }], hosts },
      /^requests\[0\]\.host: .*did you mean search/,
    ],
    [{ requests: [{ path: '/' }], hosts }, /^hosts\[0\]: expected a request that goes to "search"/],
    [{ hosts }, /^hosts\[0\]: expected a request/],
    [
      { requests: [{ path: '/', host: 'target' }], hosts: [{ ...hosts[0], name: 'target' }] },
      /^hosts\[0\]\.name: .*the target/,
    ],
    [{ requests: [{ steps: [{ name: 'a' }] }] }, /^requests\[0\]\.name: expected a name for steps/],
    [
      { requests: [{ name: 'a', path: '/', steps: [{ name: 'a' }] }] },
      /^requests\[0\]\.path: expected no path beside steps/,
    ],
    [{ requests: [{ name: 'a', steps: [] }] }, /^requests\[0\]\.steps: expected at least one step/],
    [{ requests: [{ name: 'a', steps: [{ name: 'b' }, { name: 'b' }] }] }, /^requests\[0\]\.steps\[1\]\.name: /],
    [
      { requests: [{ name: 'a', steps: [{ name: 'b', capture: { t: 'body' } }] }] },
      /steps\[0\]\.capture\.t: expected json:/,
    ],
    [{ requests: [{ name: 'a', steps: [{ name: 'b', capture: { t: 'json:/~2' } }] }] }, /capture\.t: expected json:/],
    [
      { target: { ...target, body: 'x' }, requests: [{ path: '/' }] },
      /^target\.body: expected no body beside requests/,
    ],
    [{ requests: [{ path: '/' }], load: { workload: 'fibonacci' } }, /^load\.workload: .*got both/],
    [{ load: { workload: 'fibonacy' } }, /^load\.workload: .*did you mean fibonacci/],
    [{ target: { ...target, method: 'POST' }, load: { workload: './a.mjs' } }, /^target\.method: .*beside a workload/],
    [{ feeder: { file: 'a.csv', order: 'shuffled' } }, /^feeder\.order: expected in-turn or random/],
    [{ feeder: { fil: 'a.csv' } }, /^feeder\.fil: expected only file and order/],
    [
      { target: { ...target, auth: { bearer: 'file:t' }, headers: { Authorization: 'x' } } },
      /^target\.headers: expected no authorization header beside auth/,
    ],
  ];
  for (const [content, expected] of rows) {
    const problems = problemsOf({ target, ...content });
    assert.equal(problems.length, 1, problems.join('; '));
    assert.match(problems[0]!, expected);
  }
});

test('a URL may hold names in its path and query', () => {
  const { target: read } = configOf({ target: { url: 'http://127.0.0.1:8080/users/{{id}}?q={{näme}}' } });
  assert.equal(read?.address.path, '/users/{{id}}?q={{näme}}');
  assert.equal(read?.url, 'http://127.0.0.1:8080/users/{{id}}?q={{näme}}');
});
