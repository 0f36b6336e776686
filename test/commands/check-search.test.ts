import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Invocation, readInvocation } from '../../source/commands/invocation.js';

const url = 'http://127.0.0.1:8080/';
const requests = [
  { name: 'browse', path: '/a' },
  { name: 'buy', steps: [{ name: 'login', path: '/b' }] },
];

function invoke(argv: readonly string[], file: object = { target: { url }, requests }): Invocation {
  return readInvocation(argv, () => JSON.stringify(file));
}

function messages(argv: readonly string[], file?: object): string {
  const invocation = invoke(argv, file);
  return invocation.kind === 'problems' ? JSON.stringify(invocation.problems) : invocation.kind;
}

test('an objective may name a request of the mix or a step, and a wrong name is told with the nearest', () => {
  for (const name of ['browse', 'buy', 'buy / login']) {
    assert.equal(messages(['run', 'a.jsonc', '--objective', `p99(${name}) < 75ms`]), 'ok');
  }
  assert.match(messages(['run', 'a.jsonc', '--objective', 'errors(brwse) < 1%']), /got .*brwse.*did you mean browse/);
  assert.match(messages(['run', url, '--objective', 'p99(browse) < 75ms']), /where there is but one/);
  assert.equal(messages(['discover', 'a.jsonc', '--objective', 'p99(browse) < 75ms']), 'ok');
  const mix = Array.from({ length: 17 }, (_, index) => ({ name: `r${index}`, path: '/' }));
  const objectives = mix.map(({ name }) => `p99(${name}) < 75ms`);
  assert.match(messages(['run', 'a.jsonc'], { target: { url }, requests: mix, objectives }), /at most 16 .* got 17/);
});

test('the heaviest work is looked for in a workload that has levels, with a limit on latency', () => {
  const work = ['discover', url, '--axis', 'work'];
  assert.match(messages(work), /expected a workload that has levels, got http requests without \{\{level\}\}/);
  assert.equal(messages([...work, '--workload', 'fibonacci']), 'ok');
  assert.match(messages([...work, '--workload', 'fibonacci', '--objective', 'errors < 1%']), /objective on latency/);
  const upsideDown = ['--workload', 'fibonacci', '--start-level', '9', '--max-level', '8'];
  assert.match(messages([...work, ...upsideDown]), /at most 8/);
});

test('a bench measures its workloads and targets, and each target is guarded', () => {
  const bench = { workloads: ['fibonacci', 'bubble-sort'], targets: [url, 'http://127.0.0.1:8081/'] };
  const invocation = invoke(['bench', 'a.jsonc'], { bench });
  assert.ok(invocation.kind === 'ok' && invocation.command === 'bench');
  assert.deepEqual(
    invocation.targets.map((target) => target.url),
    bench.targets,
  );
  assert.equal(invocation.config.bench.workloads.length, 2);
  const elsewhere = { bench: { ...bench, targets: [url, 'http://example.org/'] }, discovery: { 'max-rate': 10 } };
  assert.equal(invoke(['bench', 'a.jsonc'], elsewhere).kind, 'unconfirmed');
  assert.match(messages(['bench', url]), /levels, got http/);
});

test('requests have levels where a template tells them, in a path, a header or a body', () => {
  const work = ['--axis', 'work'];
  assert.equal(messages(['discover', `${url}fibonacci/{{level}}`, ...work]), 'ok');
  assert.equal(messages(['discover', url, ...work, '--header', 'x-level: {{level}}']), 'ok');
  assert.equal(messages(['bench', url, '--method', 'POST', '--body', '{"size": {{size}}}']), 'ok');
  const mix = {
    target: { url },
    requests: [
      { name: 'a', path: '/a' },
      { name: 'b', path: '/{{level}}' },
    ],
  };
  assert.equal(messages(['discover', 'a.jsonc', ...work], mix), 'ok');
  assert.match(messages(['discover', 'a.jsonc', ...work]), /without \{\{level\}\}/);
  const body = [...work, '--body', '{{size}}', '--max-level', '53'];
  assert.match(messages(['discover', url, ...body]), /level of at most 52 for \{\{size\}\}.* got 53/);
  const bench = { targets: [`${url}{{level}}`, url] };
  assert.match(messages(['bench', 'a.jsonc'], { target: { url: `${url}{{level}}` }, bench }), /without \{\{level\}\}/);
});
