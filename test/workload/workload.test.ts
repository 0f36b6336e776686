import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import type { Work, WorkEntry, WorkSource } from '../../source/model/work.js';
import { builtInWorkloads } from '../../source/workload/built-in.js';
import { checkWorkload } from '../../source/workload/check-workload.js';
import { defineWorkload, type RequestParts, type Workload } from '../../source/workload/define-workload.js';
import { importWorkload } from '../../source/workload/import-workload.js';
import { loadWork } from '../../source/workload/load-work.js';
import { openWork } from '../../source/workload/open-work.js';
import { fakeAsk, rowsOf, spec } from './helpers.js';

const entry: WorkEntry = {
  weight: 1,
  workload: {
    from: { kind: 'built-in', name: 'fibonacci' },
    name: 0,
    firstStep: 1,
    hosts: [
      {
        name: 'target',
        basePath: '/v1',
        headers: [
          ['authorization', 'Bearer t'],
          ['x-a', '1'],
        ],
      },
      { name: 'search', basePath: '', headers: [] },
    ],
  },
};

function sourceOf(workload: Workload, level = 3): WorkSource {
  const rows = rowsOf(['user'], [['ann'], ['bob']]);
  return openWork(spec([entry], { level, feeder: { rows, order: 'in-turn' } }), workload);
}

const asking = (request: () => RequestParts): Workload => defineWorkload({ name: 'w', smallestLevel: 0, request });

async function endOf(work: Work): Promise<string> {
  if (work.kind === 'request') return `${work.method} ${work.host} ${work.path}`;
  return work.run(() => assert.fail('something was sent')).then(String, (error: Error) => error.message);
}

test('the built-in workloads ask for work of their level, behind the path of the target', async () => {
  const rows = [
    ['fibonacci', 20, '/v1/fibonacci/20'],
    ['bubble-sort', 10, '/v1/bubble-sort?n=1024'],
  ] as const;
  for (const [name, level, path] of rows) {
    const from = { kind: 'built-in', name } as const;
    const source = await loadWork(spec([{ weight: 1, workload: { ...entry.workload, from } }], { level }));
    const work = source.next(0, 0.5, 0);
    assert.equal(work.kind === 'request' && work.path, path);
    // The same object again: its bytes are made once.
    assert.equal(source.next(1, 0.5, 0), work);
  }
  for (const workload of Object.values(builtInWorkloads)) {
    assert.equal(checkWorkload(workload).kind, 'ok');
    assert.ok(workload.smallestLevel < (workload.largestLevel ?? 0) && workload.levelReason !== undefined);
  }
});

test('a workload is told of the arrival, and its request gets the fields of its host', () => {
  const source = sourceOf(
    defineWorkload({
      name: 'w',
      smallestLevel: 0,
      request: (level, { row, arrival, client }) => ({
        path: `/${level}/${row.user}/${arrival}/${client}`,
        headers: { 'X-A': '2' },
        body: 'b',
        ok: [201, 204],
      }),
    }),
  );
  const work = source.next(5, 0.5, 2);
  assert.deepEqual(work, {
    kind: 'request',
    method: 'POST',
    path: '/v1/3/bob/5/2',
    headers: [
      ['authorization', 'Bearer t'],
      ['X-A', '2'],
    ],
    body: 'b',
    okStatus: { from: 201, to: 204 },
    name: 0,
    host: 0,
    bytes: null,
  });
  const elsewhere = sourceOf(asking(() => ({ path: '/q', host: 'search' }))).next(0, 0.5, 0);
  assert.deepEqual(elsewhere.kind === 'request' && [elsewhere.host, elsewhere.path, elsewhere.headers], [1, '/q', []]);
});

test('a request that is none costs its arrival, and says what was expected', async () => {
  const rows: readonly (readonly [parts: unknown, RegExp])[] = [
    [undefined, /Expected an object with a path of the workload's request, got nothing/],
    [{}, /Expected a path/],
    [{ path: 'x' }, /begins with one slash.*got "x"/],
    [{ path: '//evil.example/' }, /begins with one slash/],
    [{ path: '/a b' }, /printable ASCII/],
    [{ path: '/a\r\nx: y' }, /printable ASCII/],
    [{ path: '/', method: 'GET / HTTP/1.1\r\n' }, /Expected a method/],
    [{ path: '/', headers: { 'a b': 'c' } }, /Expected a header name/],
    [{ path: '/', headers: { 'x-a': 'secret\r\nx-b: c' } }, /as the value of x-a.*got something else/],
    [{ path: '/', headers: { 'Content-Length': '5' } }, /Expected no content-length header/],
    [{ path: '/', body: 5 }, /Expected text or null as the body/],
    [{ path: '/', host: 'nowhere' }, /Expected a host of the config \(target, search\), got "nowhere"/],
    [{ path: '/', ok: [300, 200] }, /Expected the first and the last good status/],
  ];
  for (const [parts, expected] of rows) {
    const source = sourceOf(asking(() => parts as RequestParts));
    const end = await endOf(source.next(0, 0.5, 0));
    assert.match(end, expected);
    assert.doesNotMatch(end, /secret/);
  }
});

test('what a workload throws costs its arrival, and the next one is made', async () => {
  let calls = 0;
  const source = sourceOf(
    asking(() => {
      calls += 1;
      if (calls === 1) throw new Error('no luck');
      return { path: '/' };
    }),
  );
  assert.equal(await endOf(source.next(0, 0.5, 0)), 'no luck');
  assert.equal(await endOf(source.next(1, 0.5, 0)), 'GET 0 /v1/');
  assert.equal(source.hasFlows, false, 'a flow that asks for nothing needs nobody to carry requests');
});

test('steps are counted under their names, and end well unless they say no or throw', async () => {
  const ending = (steps: Extract<Workload, { readonly steps: unknown }>['steps']): Workload =>
    defineWorkload({ name: 'w', smallestLevel: 0, stepNames: ['one', 'two'], steps });
  const { ask, asked } = fakeAsk((_, index) => ({ text: `answer ${index}` }));
  const run = async (workload: Workload): Promise<boolean> => {
    const work = sourceOf(workload).next(0, 0.5, 0);
    return work.kind === 'flow' ? work.run(ask) : assert.fail('a request');
  };
  const both = ending(async ({ ask: send }) => {
    const { text } = await send('one', { path: '/1' });
    await send('two', { path: `/${encodeURIComponent(text)}` });
  });
  assert.equal(await run(both), true);
  assert.deepEqual(
    asked.map(({ name, path }) => [name, path]),
    [
      [1, '/v1/1'],
      [2, '/v1/answer%200'],
    ],
  );
  assert.equal(await run(ending(async () => true)), true);
  assert.equal(await run(ending(async () => false)), false);
  await assert.rejects(
    run(
      ending(async () => {
        throw new Error('no luck');
      }),
    ),
    /no luck/,
  );
  await assert.rejects(
    run(ending(({ ask: send }) => send('three', { path: '/' }))),
    /Expected one of the workload's stepNames \(one, two\), got "three"/,
  );
});

test('everything that keeps an export from being a workload is told at once', () => {
  const request = (): RequestParts => ({ path: '/' });
  const rows: readonly (readonly [unknown, readonly RegExp[]])[] = [
    [undefined, [/expected a default export, got none/]],
    [() => 1, [/expected an object as the default export, got a function/]],
    [
      {},
      [/text of 1 to 64 characters as name, got nothing/, /as smallestLevel, got nothing/, /as request, got nothing/],
    ],
    [
      { name: 'a', smallestLevel: 1.5, largestLevel: '9', request },
      [/smallestLevel, got 1.5/, /largestLevel, got a text/],
    ],
    [{ name: 'a', smallestLevel: 5, largestLevel: 4, request }, [/largestLevel to be at least smallestLevel, got 4/]],
    [{ name: 'a\n', smallestLevel: 1, request }, [/as name, got a text/]],
    [{ name: 'a', smallestLevel: 1, request, steps: request }, [/expected request or steps, got both/]],
    [{ name: 'a', smallestLevel: 1, steps: request }, [/as stepNames, got nothing/]],
    [{ name: 'a', smallestLevel: 1, steps: request, stepNames: [] }, [/as stepNames, got an empty list/]],
    [
      { name: 'a', smallestLevel: 1, steps: request, stepNames: ['x', 'x'] },
      [/every name in stepNames once, got "x" twice/],
    ],
  ];
  for (const [value, expected] of rows) {
    const check = checkWorkload(value);
    if (check.kind === 'ok') assert.fail(JSON.stringify(value));
    assert.equal(check.messages.length, expected.length, check.messages.join('; '));
    for (const [index, message] of check.messages.entries()) assert.match(message, expected[index]!);
  }
});

test('a module that cannot be brought in is named as what it is', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-workload-'));
  const told = async (name: string, text: string | null): Promise<string> => {
    const path = join(folder, name);
    if (text !== null) writeFileSync(path, text);
    const check = await importWorkload({ kind: 'module', url: pathToFileURL(path).href });
    return check.kind === 'ok' ? check.workload.name : check.messages.join('; ');
  };
  try {
    assert.match(await told('missing.mjs', null), /^expected a module, got a path where there is none$/);
    assert.match(await told('imports.mjs', "import './nothing.mjs';"), /everything that it imports.*nothing\.mjs/);
    assert.match(await told('entry.mjs', "import 'plimsoll/workload';"), /defineWorkload may be left out/);
    assert.match(await told('syntax.mjs', 'const a = 1;\nconst = 2;\n'), /a syntax error in line 2: Unexpected token/);
    assert.match(await told('throws.mjs', "throw new Error('not\\u001b[2J today');"), /but it threw: not.\[2J today$/);
    assert.match(await told('empty.mjs', ''), /expected a default export, got none/);
    assert.equal(
      await told('plain.mjs', "export default { name: 'plain', smallestLevel: 1, request: () => ({ path: '/' }) };"),
      'plain',
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a worker says in a sentence why it cannot bring in a workload', async () => {
  const from = { kind: 'module', url: 'file:///nowhere/at-all.mjs' } as const;
  await assert.rejects(loadWork(spec([{ weight: 1, workload: { ...entry.workload, from } }])), {
    code: 'bad-workload',
  });
  assert.throws(() => openWork(spec([entry])), { code: 'no-workload' });
});

test('a workload is given its own part of the config as it reads it, and no other has settings', () => {
  const seen: unknown[] = [];
  const own = defineWorkload({
    name: 'w',
    smallestLevel: 0,
    extension: { name: 'shop', read: (given) => ({ basket: given }) },
    request: (_level, { settings }) => {
      seen.push(settings);
      return { path: '/' };
    },
  });
  const withPart = { ...entry, workload: { ...entry.workload, extension: { size: 3 } } };
  openWork(spec([withPart], {}), own).next(0, 0.5, 0);
  openWork(spec([entry], {}), own).next(0, 0.5, 0);
  assert.deepEqual(seen, [{ basket: { size: 3 } }, { basket: undefined }]);
  const contexts: object[] = [];
  const plain = defineWorkload({
    name: 'w',
    smallestLevel: 0,
    request: (_level, context) => {
      contexts.push(context);
      return { path: '/' };
    },
  });
  openWork(spec([withPart], {}), plain).next(0, 0.5, 0);
  assert.deepEqual(Object.keys(contexts[0]!), ['level', 'row', 'arrival', 'client']);
});

test('an extension without a name that a key can have, or without a reader, is refused', () => {
  const base = { name: 'w', smallestLevel: 0, request: () => ({ path: '/' }) };
  const read = (given: unknown): unknown => given;
  for (const extension of [{}, { name: 'shop' }, { name: 'Shop', read }, { name: '__proto__', read }, 'shop']) {
    const check = checkWorkload({ ...base, extension });
    assert.match(
      check.kind === 'faulty' ? check.messages.join() : '',
      /expected an object with a name .* as extension/,
    );
  }
  assert.equal(checkWorkload({ ...base, extension: { name: 'shop-2', read } }).kind, 'ok');
});
