import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type Ended, runProgram } from '../helpers/program.js';
import { openTerminal } from '../helpers/terminal.js';

let folder = '';
const servers: Server[] = [];
const sockets = new Set<Socket>();

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'plimsoll-bad-input-'));
});

after(() => {
  for (const server of servers) server.close();
  for (const socket of sockets) socket.destroy();
  rmSync(folder, { recursive: true, force: true });
});

/** Listens on loopback with a raw server; gives the port. */
function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    onConnection(socket);
  });
  servers.push(server);
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
}

/** What every failure owes: its exit code, a sentence that names the matter, nothing of our insides. */
function assertClear(ended: Ended, code: number, sentence: RegExp): void {
  assert.match(ended.stderr, sentence);
  assert.equal(ended.code, code, ended.stderr);
  assert.doesNotMatch(ended.stderr + ended.stdout, /^\s+at .+:\d+:\d+/m, 'a stack trace was shown');
}

/** The sessions recorded in a folder of their own, as the program lists them. */
async function recorded(name: string): Promise<readonly { readonly state: string; readonly target: string }[]> {
  const listed = await runProgram(['sessions', '--json', '--sessions', join(folder, name)]);
  assert.equal(listed.code, 0, listed.stderr);
  return JSON.parse(listed.stdout);
}

const quick = ['--headless', '--rate', '20', '--duration', '1s', '--timeout', '1s'];

test('an unknown flag is refused with the nearest known one', async () => {
  assertClear(await runProgram(['run', 'http://127.0.0.1:1/', '--ratee', '5']), 2, /--ratee[\s\S]*--rate/);
});

test('an unknown command is refused with the nearest known one', async () => {
  assertClear(await runProgram(['discovr']), 2, /discovr[\s\S]*discover/);
});

test('a config that is not there is named, with what to do', async () => {
  assertClear(await runProgram(['run', join(folder, 'missing.jsonc'), '--headless']), 2, /missing\.jsonc/);
});

test('a folder in place of a config is named as one', async () => {
  assertClear(await runProgram(['run', folder, '--headless']), 2, /folder|directory/);
});

test('a config that is no JSON is refused with line and column', async () => {
  const file = join(folder, 'broken.jsonc');
  writeFileSync(file, '{\n  "target": { "url": "http://127.0.0.1:1/" \n  "load": {}\n}\n');
  assertClear(await runProgram(['run', file, '--headless']), 2, /line 3/);
});

test('every problem of a config is told at once', async () => {
  const file = join(folder, 'problems.jsonc');
  writeFileSync(
    file,
    JSON.stringify({ target: { url: 'ftp://x' }, objectivs: [], load: { rate: 'fast', duration: '3 parsecs' } }),
  );
  const ended = await runProgram(['run', file, '--headless']);
  assertClear(ended, 2, /target\.url/);
  for (const path of [/objectivs/, /load\.rate/, /load\.duration/]) assert.match(ended.stderr, path);
});

test('a target that is not loopback and not allowed is refused before anything is sent', async () => {
  assertClear(await runProgram(['run', 'http://example.test/', ...quick]), 2, /example\.test[\s\S]*--allow/);
});

test('a port that is taken is said to be', async () => {
  const port = await listen(() => {});
  assertClear(await runProgram(['demo', '--target-only', '--port', String(port)]), 2, new RegExp(`${port}.*in use`));
});

test('a target that is down is told, and the session is recorded to its end', async () => {
  const port = await listen(() => {});
  await new Promise((resolve) => servers.pop()!.close(resolve));
  const sessions = ['--sessions', join(folder, 'down')];
  assertClear(await runProgram(['run', `http://127.0.0.1:${port}/`, ...quick, ...sessions]), 3, /refused/);
  const list = await recorded('down');
  assert.equal(list.length, 1);
  assert.equal(list[0]!.state, 'complete');
  assert.equal(list[0]!.target, `http://127.0.0.1:${port}/`);
});

test('a target that never answers is told, and the session is recorded to its end', async () => {
  const port = await listen(() => {});
  const sessions = ['--sessions', join(folder, 'silent')];
  assertClear(await runProgram(['run', `http://127.0.0.1:${port}/`, ...quick, ...sessions]), 3, /answer/);
  assert.equal((await recorded('silent'))[0]!.state, 'complete');
});

test('a target that closes at once is told, and the session is recorded to its end', async () => {
  const port = await listen((socket) => {
    socket.destroy();
  });
  const sessions = ['--sessions', join(folder, 'closing')];
  assertClear(await runProgram(['discover', `http://127.0.0.1:${port}/`, '--headless', ...sessions]), 3, /clos/);
  assert.equal((await recorded('closing'))[0]!.state, 'complete');
});

test('a target that does not speak HTTP is told', async () => {
  const port = await listen((socket) => {
    socket.end('220 mail.example ESMTP\r\n');
  });
  const sessions = ['--sessions', join(folder, 'mail')];
  assertClear(await runProgram(['run', `http://127.0.0.1:${port}/`, ...quick, ...sessions]), 3, /HTTP/);
});

test('an output file that cannot be written is told before anything is sent', async () => {
  let connections = 0;
  const port = await listen(() => {
    connections += 1;
  });
  const output = join(folder, 'no-such-folder', 'r.json');
  assertClear(
    await runProgram(['run', `http://127.0.0.1:${port}/`, ...quick, '--output', output]),
    2,
    /no-such-folder/,
  );
  assertClear(await runProgram(['run', `http://127.0.0.1:${port}/`, ...quick, '--output', folder]), 2, /folder/);
  assert.equal(connections, 0);
});

test('a config that is a pipe is refused, not waited for', async () => {
  const pipe = join(folder, 'pipe.jsonc');
  assert.equal(spawnSync('mkfifo', [pipe]).status, 0);
  assertClear(await runProgram(['run', pipe, '--headless']), 2, /pipe/);
});

test('an objective on cpu without a server to watch is refused before anything is sent', async () => {
  assertClear(await runProgram(['discover', 'http://127.0.0.1:1/', '--objective', 'cpu < 80%']), 2, /servers/);
});

test('a run in which nothing came due says that nothing was measured', async () => {
  const port = await listen((socket) => {
    socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'));
  });
  const args = ['run', `http://127.0.0.1:${port}/`, '--rate', '6/h', '--duration', '1s', '--headless'];
  const ended = await runProgram([...args, '--sessions', join(folder, 'nothing')]);
  assert.match(ended.stdout, /Nothing was measured/);
  assertClear(ended, 3, /finished/);
});

test('a terminal of 40 columns still shows the state, the rate and the way out', async (t) => {
  const port = await listen((socket) => {
    socket.on('data', () => socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'));
  });
  const terminal = openTerminal(
    ['run', `http://127.0.0.1:${port}/`, '--rate', '20', '--duration', '60s', '--sessions', join(folder, 'narrow')],
    { columns: 40, rows: 12 },
  );
  t.after(terminal.close);
  const screen = await terminal.waitFor(/running/i);
  assert.ok(screen.split('\n').every((row) => row.length <= 40));
  await terminal.waitFor(/20(\.\d)?\/s/);
  terminal.press('q');
  await terminal.waitFor(/\by\b/);
  terminal.press('y');
  const { exitCode } = await terminal.ended;
  assert.equal(exitCode, 130);
  assert.equal(terminal.onAlternateScreen(), false);
  assert.equal((await recorded('narrow'))[0]!.state, 'complete');
});
