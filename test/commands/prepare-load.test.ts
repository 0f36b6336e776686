import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type LoadCommand, readInvocation } from '../../source/commands/invocation.js';
import { runJob } from '../../source/commands/jobs.js';
import { type LoadParts, loadParts } from '../../source/commands/load-parts.js';
import { prepareLoad } from '../../source/commands/prepare-load.js';
import { readSecret } from '../../source/commands/read-secret.js';
import { noSecrets } from '../../source/config/authorization.js';
import type { HttpRequest } from '../../source/model/work.js';
import { openWork } from '../../source/workload/open-work.js';

let folder = '';
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-prepare-'));
});
after(() => rmSync(folder, { recursive: true }));

/** The command that these arguments ask for, with the files by name. */
function commandOf(argv: readonly string[], files: Readonly<Record<string, string>> = {}): LoadCommand {
  const invocation = readInvocation(argv, (path) => files[path] ?? assert.fail(path));
  if (invocation.kind === 'ok' && (invocation.command === 'run' || invocation.command === 'discover'))
    return invocation;
  return assert.fail(JSON.stringify(invocation));
}

async function partsOf(command: LoadCommand, env: Readonly<Record<string, string>> = {}): Promise<LoadParts> {
  const prepared = await prepareLoad(command, (ref) => readSecret(ref, { env, readFile: () => 'from a file' }));
  return prepared.kind === 'ok' ? prepared.parts : assert.fail(JSON.stringify(prepared.problems));
}

async function problemsOf(command: LoadCommand): Promise<string> {
  const prepared = await prepareLoad(command, (ref) => readSecret(ref, { env: {}, readFile: () => '' }));
  if (prepared.kind === 'ok') assert.fail('it was accepted');
  return prepared.problems.map(({ path, message, hint }) => `${path}: ${message} (${hint})`).join('; ');
}

function requestOf(parts: LoadParts, serial = 0, chance = 0.5): HttpRequest {
  const work = openWork(parts.work).next(serial, chance, 0);
  return work.kind === 'request' ? work : assert.fail('a flow');
}

const url = 'http://127.0.0.1:8080/';

test('a single request is what it always was', async () => {
  const command = commandOf(['run', `${url}a?b`, '--method', 'put', '--header', 'x-a: 1', '--body', 'text']);
  const parts = await partsOf(command);
  const request = { method: 'PUT', headers: [['x-a', '1']], body: 'text', okStatus: { from: 200, to: 399 } };
  const address = { protocol: 'http', host: '127.0.0.1', port: 8080, path: '/a?b' };
  assert.deepEqual(parts.hosts, [{ address, request, connections: null, keepAlive: true }]);
  assert.deepEqual(parts.work.names, ['PUT /a?b']);
  assert.equal(requestOf(parts).path, '/a?b');
});

test('every host is asked what the load first asks of it, with its own fields and none of the others', async () => {
  const file = JSON.stringify({
    target: { url: `${url}v1/`, headers: { 'x-target': '1' }, auth: { bearer: `$${'{TOKEN}'}` } },
    hosts: [{ name: 'search', url: 'http://localhost:9/s/?x', headers: { 'x-search': '{{level}}' }, connections: 3 }],
    requests: [
      { name: 'own', path: '/{{user}}', headers: { 'X-Target': '2' } },
      { name: 'away', path: '/q', host: 'search' },
      { name: 'there', host: 'search' },
    ],
    feeder: 'users.csv',
    load: { level: 4, connections: 7 },
  });
  const command = commandOf(['run', 'conf/a.jsonc'], { 'conf/a.jsonc': file, 'conf/users.csv': 'user\na b\n' });
  const parts = await partsOf(command, { TOKEN: 'a{{b' });
  assert.deepEqual(
    parts.hosts.map(({ address, request, connections }) => [address.path, request.headers, connections]),
    [
      [
        '/v1/a%20b',
        [
          ['authorization', 'Bearer a{{b'],
          ['X-Target', '2'],
        ],
        7,
      ],
      ['/s/q', [['x-search', '4']], 3],
    ],
  );
  assert.deepEqual(
    [0, 0.5, 0.9].map((chance) => requestOf(parts, 0, chance)).map(({ name, host, path }) => [name, host, path]),
    [
      [0, 0, '/v1/a%20b'],
      [1, 1, '/s/q'],
      [2, 1, '/s/?x'],
    ],
  );
});

test('how load is carried goes with every host', async () => {
  const flags = ['--no-keep-alive', '--http2', '--insecure', '--follow-redirects', '3', '--clients', '9'];
  const command = commandOf(['run', 'https://127.0.0.1/', ...flags, '--pacing', 'economical']);
  const parts = await partsOf(command);
  const { keepAlive, protocol, tls, redirects } = parts.hosts[0]!;
  assert.deepEqual([keepAlive, protocol, tls, redirects], [false, 'http2', { caPem: null, verify: false }, 3]);
  assert.equal(parts.work.clients, 9);
  const job = runJob(command.config, command.target, parts);
  assert.equal(job.kind === 'run' && job.plan.load.pacing, 'economical');
});

test('steps are counted under the name of their flow and their own', async () => {
  const steps = [
    { name: 'login', path: '/login', capture: { t: 'json:/t' } },
    { name: 'buy', path: '/buy/{{t}}' },
  ];
  const file = JSON.stringify({ target: { url }, requests: [{ path: '/' }, { name: 'shop', steps }] });
  const parts = await partsOf(commandOf(['run', 'a.jsonc'], { 'a.jsonc': file }));
  assert.deepEqual(parts.work.names, ['GET /', 'shop', 'shop / login', 'shop / buy']);
  assert.equal(openWork(parts.work).next(0, 0.9, 0).kind, 'flow');
});

test('a health check is asked with the fields of the target, but for a place of its own', async () => {
  const health = async (place: string): Promise<unknown> => {
    const command = commandOf(['run', url, '--health', place, '--bearer', `$${'{TOKEN}'}`, '--method', 'post']);
    const job = runJob(command.config, command.target, await partsOf(command, { TOKEN: 't' }));
    return job.kind === 'run' && job.plan.limits.health?.request;
  };
  const request = { method: 'GET', body: null, okStatus: { from: 200, to: 399 } };
  assert.deepEqual(await health('/healthz'), { ...request, headers: [['authorization', 'Bearer t']] });
  assert.deepEqual(await health('http://127.0.0.1:9/'), { ...request, headers: [] });
});

test('a name without a value is told under its key, with the nearest that has one', () => {
  const problemsFor = (content: object, more: readonly string[] = []): string => {
    const files: Readonly<Record<string, string>> = {
      'a.jsonc': JSON.stringify({ target: { url }, feeder: 'users.csv', ...content }),
      'users.csv': 'user,token\nann,1\n',
    };
    const invocation = readInvocation(['run', 'a.jsonc', ...more], (path) => files[path] ?? assert.fail(path));
    if (invocation.kind !== 'problems') assert.fail(JSON.stringify(content));
    return invocation.problems.map(({ path, message, hint }) => `${path}: ${message} (${hint})`).join('; ');
  };
  const step = { name: 's', steps: [{ name: 'a', path: '/{{t}}', capture: { t: 'json:/t' } }] };
  const rows: readonly (readonly [object, RegExp])[] = [
    [{ requests: [{ path: '/{{usr}}' }] }, /^requests\[0\]\.path: .*got \{\{usr\}\} \(did you mean user\?\)$/],
    [{ requests: [{ headers: { 'x-a': '{{tokn}}' } }] }, /^requests\[0\]\.headers\.x-a: .*did you mean token/],
    [{ requests: [{ body: '{{user' }] }, /^requests\[0\]\.body: expected \}\} after \{\{/],
    [{ requests: [{ path: '/{{level}}' }] }, /^requests\[0\]\.path: expected a level for \{\{level\}\}, got none/],
    [{ requests: [{ path: '/{{size}}' }], load: { level: 60 } }, /expected a level of at most 52/],
    [{ requests: [step] }, /^requests\[0\]\.steps\[0\]\.path: .*got \{\{t\}\}/],
    [
      { requests: [{ name: 's', steps: [{ name: 'a', capture: { user: 'json:/t' } }] }] },
      /^requests\[0\]\.steps\[0\]\.capture\.user: expected a name that has no value yet/,
    ],
    [{ target: { url: `${url}{{x}}` } }, /^target\.url: .*got \{\{x\}\}/],
    [{ target: { url, body: '{{x}}' } }, /^target\.body: .*got \{\{x\}\}/],
    [
      { target: { url, headers: { a: '{{user}}' } }, load: { workload: 'fibonacci' } },
      /^target\.headers\.a: .*beside a workload/,
    ],
  ];
  for (const [content, expected] of rows) assert.match(problemsFor(content), expected);
  assert.match(
    problemsFor({}, ['--header', 'x-a: {{x}}']),
    /^--header: expected a name that has a value, got \{\{x\}\}/,
  );
});

test('a feeder and authorities are read before anything is sent, and what is wrong is told with all else', () => {
  const shown = (argv: readonly string[], files: Readonly<Record<string, string>>): string =>
    JSON.stringify(
      readInvocation(argv, (path) => {
        const text = files[path];
        if (text === undefined) throw Object.assign(new Error('none'), { code: 'ENOENT' });
        return text;
      }),
    );
  const argv = ['run', `${url}{{a}}`, '--feeder', 'f.csv', '--ca', 'ca.pem', '--rate', '9', '--max-rate', '5'];
  const told = shown(argv, { 'f.csv': 'a\n' });
  assert.match(told, /"load".*"--feeder".*got none.*"--ca".*a file of certificates, got a path where there is none/);
  assert.match(
    shown(argv, { 'f.csv': 'a\n1\n', 'ca.pem': 'x' }),
    /expected certificates in PEM, got a file without any/,
  );
  const broken = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
  assert.match(shown(argv, { 'f.csv': 'a\n1\n', 'ca.pem': broken }), /got one that cannot be read/);
});

test('every host that nobody named is asked for', () => {
  const hosts = [{ name: 'b', url: 'http://b.example/' }];
  const requests = [{ path: '/' }, { name: 'b', host: 'b' }];
  const file = JSON.stringify({ target: { url: 'http://a.example/' }, hosts, requests });
  const invocation = readInvocation(['run', 'a.jsonc'], () => file);
  assert.ok(invocation.kind === 'unconfirmed');
  assert.deepEqual(invocation.hosts, ['a.example', 'b.example']);
  const both = ['--allow', 'a.example', '--allow', 'b.example'];
  const named = readInvocation(['run', 'a.jsonc', ...both], () => file);
  assert.ok(named.kind === 'ok');
  assert.deepEqual({ kind: 'ok', ...invocation.confirmed }, named);
});

test('a workload needs a level within its own bounds', async () => {
  const told = (...flags: readonly string[]): Promise<string> => problemsOf(commandOf(['run', url, ...flags]));
  assert.match(await told('--workload', 'fibonacci'), /^load\.level: expected a level from 2 to 50.*got none.*--level/);
  assert.match(
    await told('--workload', 'bubble-sort', '--level', '19'),
    /from 1 to 18 for bubble-sort, got 19 \(below/,
  );
  const parts = await partsOf(commandOf(['run', url, '--workload', 'bubble-sort', '--level', '3']));
  assert.deepEqual([parts.work.names, parts.hosts[0]!.address.path], [['bubble-sort'], '/bubble-sort?n=8']);
});

test('a module is tried once before load, and what is wrong with it is said', async () => {
  const told = (name: string, text: string): Promise<string> => {
    writeFileSync(join(folder, name), text);
    return problemsOf(commandOf(['run', url, '--level', '1', '--workload', join(folder, name)]));
  };
  assert.match(await told('none.mjs', ''), /^workload .*none\.mjs: expected a default export, got none/);
  const head = "export default { name: 'w', smallestLevel: 1,";
  assert.match(
    await told('throws.mjs', `${head} request() { throw new Error('no luck'); } };`),
    /expected a request of it, but: no luck/,
  );
  assert.match(await told('parts.mjs', `${head} request: () => ({ path: 'x' }) };`), /begins with one slash.*got "x"/);
  assert.match(
    await problemsOf(commandOf(['run', url, '--workload', join(folder, 'gone.mjs')])),
    /where there is none/,
  );
});

test('where only code knows what is asked, a host is asked whether it is there', async () => {
  const path = join(folder, 'steps.mjs');
  writeFileSync(path, "export default { name: 'w', smallestLevel: 1, stepNames: ['a'], async steps() {} };");
  const parts = await partsOf(commandOf(['run', `${url}base`, '--level', '1', '--workload', path]));
  assert.deepEqual(parts.work.names, ['w', 'w / a']);
  assert.deepEqual([parts.hosts[0]!.address.path, parts.hosts[0]!.request.okStatus], ['/base', { from: 100, to: 599 }]);
});

test('a search for the heaviest work of requests sets their level, from the lightest on', async () => {
  const command = commandOf(['discover', `${url}fibonacci/{{level}}`, '--axis', 'work']);
  const prepared = await prepareLoad(command, noSecrets, 'work');
  assert.ok(prepared.kind === 'ok');
  const workload = 'GET /fibonacci/{{level}}';
  assert.deepEqual(prepared.levels, { workload, from: 1, smallest: 1, largest: Number.POSITIVE_INFINITY });
  assert.equal(requestOf(prepared.parts).path, '/fibonacci/1');
  const { target } = command;
  assert.equal(requestOf(loadParts(command.config, target, prepared.needs, 9)).path, '/fibonacci/9');
  const sized = commandOf(['discover', url, '--axis', 'work', '--body', '{{size}}', '--start-level', '4']);
  const found = await prepareLoad(sized, noSecrets, 'work');
  assert.ok(found.kind === 'ok' && found.levels !== null);
  assert.deepEqual([found.levels.from, found.levels.smallest, found.levels.largest], [4, 1, 52]);
  assert.equal(requestOf(found.parts).body, '16');
});

test('a part of the config is checked by the module that names it, and a part of nobody is refused', async () => {
  const module = join(folder, 'shop.mjs');
  writeFileSync(
    module,
    `export default {
      name: 'shop', smallestLevel: 0,
      extension: {
        name: 'shop',
        read({ size = 1 } = {}) {
          if (!Number.isInteger(size)) throw new Error('expected a whole number as size, got ' + typeof size);
          return { size };
        },
      },
      request: (_level, { settings }) => ({ path: '/baskets/' + settings.size }),
    };`,
  );
  const commandWith = (extensions: object): LoadCommand => {
    const content = { target: { url }, load: { workload: module, level: 0 }, extensions };
    return commandOf(['run', 'c.json'], { 'c.json': JSON.stringify(content) });
  };
  const parts = await partsOf(commandWith({ shop: { size: 3 } }));
  assert.equal(parts.hosts[0]!.address.path, '/baskets/3');
  assert.equal((await partsOf(commandWith({}))).hosts[0]!.address.path, '/baskets/1');
  assert.match(
    await problemsOf(commandWith({ shop: { size: 'x' } })),
    /^extensions\.shop: expected a whole number as size, got string/,
  );
  assert.match(
    await problemsOf(commandWith({ shp: {} })),
    /^extensions: expected the name of the workload's extension, got "shp" \(did you mean shop\?\)/,
  );
});
