import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { createProgress } from '../../source/commands/progress.js';
import type { SessionEvent, SessionHead } from '../../source/model/events.js';
import { startNodeServer } from '../helpers/http-servers.js';
import { startProgram } from '../helpers/program.js';
import { openTerminal, type Terminal } from '../helpers/terminal.js';
import { longHead, longSession } from '../replay/helpers/long-session.js';
import { asTold, record, startRecording } from '../replay/helpers/recorded.js';
import { scriptedAnswer, scriptedHead, searchEvents } from '../store/helpers/scripted-session.js';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-replay-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const of = { seconds: 130, servers: 2, streams: 1 };
record(folder, longHead(of), longSession(of));

function replay(context: TestContext, ...args: readonly string[]): Terminal {
  const terminal = openTerminal(['replay', 'long', '--sessions', folder, ...args], { columns: 140, rows: 40 });
  context.after(() => terminal.close());
  return terminal;
}

/** Types a command into the palette, key by key: more at once would be taken for pasted text. */
async function command(terminal: Terminal, text: string): Promise<void> {
  terminal.press(':');
  await terminal.waitFor('tab completes');
  for (const key of text) terminal.press(key);
  await terminal.waitFor(`:${text}`);
  terminal.press('\r');
}

/** The terminal is as it was: nothing of the screen, of its modes and of pasting is left. */
function assertGivenBack(terminal: Terminal): void {
  assert.equal(terminal.onAlternateScreen(), false);
  assert.deepEqual(terminal.modes(), { wraps: true, marksPaste: false, tellsClicks: false });
}

test('a recording is played, paused, walked through and left, and the terminal is given back', {
  timeout: 60_000,
}, async (t) => {
  const terminal = replay(t);
  await terminal.waitFor(/REPLAY 1x .* of 02:10/);
  terminal.press(' ');
  await terminal.waitFor('paused');
  await command(terminal, 'seek 1:05');
  await terminal.waitFor(/60 of 126 .* 01:05 of 02:10/);
  await terminal.waitFor(/api-2 .*%/);
  terminal.press('.');
  await terminal.waitFor(/61 of 126 .* 01:05 of/);
  terminal.press(',');
  await terminal.waitFor(/60 of 126 .* 01:04 of/);
  terminal.press('n');
  await terminal.waitFor(/deployed at 100/);
  await terminal.waitFor(/01:40 of 02:10/);
  terminal.press('(');
  await terminal.waitFor(/measure/);
  await terminal.waitFor(/01:00 of 02:10/);
  terminal.press('}}');
  await terminal.waitFor(/REPLAY 4x/);
  terminal.press('{');
  await terminal.waitFor(/REPLAY 2x/);
  // Load keys have nobody to reach.
  terminal.press('S');
  await terminal.waitFor('this is a recording');
  terminal.press('\u001b[F');
  await terminal.waitFor(/REPLAY 2x {2}end/);
  terminal.press(' ');
  await terminal.waitFor(/00:0\d of 02:10/);
  terminal.press('q');
  assert.deepEqual(await terminal.ended, { exitCode: 0, signal: 0 });
  assertGivenBack(terminal);
});

test('a session that is still being recorded is followed, and its end is told', { timeout: 60_000 }, async (t) => {
  const head = { ...longHead(of), id: 'growing' };
  const writer = startRecording(folder, head);
  const events = [...longSession(of)];
  const [early, late] = [events.filter(({ atMs }) => atMs < 40_000), events.filter(({ atMs }) => atMs >= 40_000)];
  for (const event of early) writer.sink(event);
  writer.pass(250);
  const terminal = openTerminal(['replay', 'growing', '--sessions', folder, '--follow'], { columns: 140, rows: 40 });
  t.after(() => terminal.close());
  await terminal.waitFor(/REPLAY 1x {2}following .* 00:[34]\d of/);
  for (const event of late) writer.sink(event);
  writer.pass(250);
  await terminal.waitFor(/126 of 126 .* 02:1\d of 02:10/);
  terminal.press(' ');
  await terminal.waitFor('paused');
  terminal.press('\u001b[F');
  await terminal.waitFor('following');
  writer.close();
  await terminal.waitFor(/REPLAY 1x {2}end/);
  terminal.kill('SIGTERM');
  assert.deepEqual(await terminal.ended, { exitCode: 130, signal: 0 });
  assertGivenBack(terminal);
});

test('without a screen, the lines of the live session are printed, and its answer is handed over', async () => {
  const search = asTold(searchEvents());
  const endMs = search.at(-1)?.atMs ?? 0;
  const events: readonly SessionEvent[] = [...search, { atMs: endMs + 1, kind: 'result', result: scriptedAnswer }];
  record(folder, { ...scriptedHead, id: 'search' }, events);
  const live: string[] = [];
  const progress = createProgress((line) => live.push(line));
  for (const event of events) progress(event);
  const output = join(folder, 'answer.json');
  const args = ['replay', 'search', '--sessions', folder, '--headless'];
  const whole = await startProgram([...args, '--output', output]).ended;
  assert.equal(whole.code, 0);
  assert.deepEqual(whole.stderr.trimEnd().split('\n'), live);
  assert.match(whole.stdout, /1,210/);
  assert.deepEqual(JSON.parse(readFileSync(output, 'utf8')), scriptedAnswer);
  // At a speed, and from a time on.
  const part = await startProgram([...args, '--from', '-2s', '--speed', '64']).ended;
  assert.equal(part.code, 0);
  assert.deepEqual(
    part.stderr
      .trimEnd()
      .split('\n')
      .filter((line) => !line.includes('offered')),
    live.filter((line) => Number.parseFloat(line) > (endMs - 2000) / 1000 && !line.includes('offered')),
  );
});

test('what is no session is refused in a sentence', async () => {
  const none = await startProgram(['replay', '--sessions', folder]).ended;
  assert.deepEqual([none.code, none.stderr.includes('expected a session to replay, got none')], [2, true]);
  const text = join(folder, 'text.sqlite');
  writeFileSync(text, 'no session');
  const other = await startProgram(['replay', text, '--headless']).ended;
  assert.equal(other.code, 2);
  assert.match(other.stderr, /expected a recorded session, got .*text\.sqlite/);
});

test('a replay sends nothing and opens no connection, to whatever its session was about', {
  timeout: 60_000,
}, async (t) => {
  const server = await startNodeServer('http', (_, response) => response.end('ok'));
  t.after(server.stop);
  const url = `127.0.0.1:${server.port}`;
  const head: SessionHead = {
    ...longHead(of),
    id: 'quiet',
    target: `http://${url}/`,
    servers: [{ name: 'api-1', address: `prometheus+http://${url}` }],
    streams: [{ name: 'stream-1', url: `ws://${url}/`, server: 'api-1' }],
  };
  record(folder, head, [{ atMs: 1, kind: 'session/started', head }, ...[...longSession(of)].slice(1)]);
  // Whatever opens a socket, looks up a name or starts a program ends the process with a code of its own.
  const watch = join(folder, 'watch.mjs');
  writeFileSync(
    watch,
    `import net from 'node:net'; import dns from 'node:dns'; import dgram from 'node:dgram'; import child from 'node:child_process';
    import { syncBuiltinESMExports } from 'node:module';
    const caught = (what) => () => { process.stderr.write('CAUGHT ' + what + '\\n'); process.exit(99); };
    net.Socket.prototype.connect = caught('connect'); net.Server.prototype.listen = caught('listen');
    dns.lookup = caught('lookup'); dgram.createSocket = caught('datagram');
    child.spawn = caught('spawn'); child.execFile = caught('execFile'); child.fork = caught('fork');
    syncBuiltinESMExports();`,
  );
  const args = ['replay', 'quiet', '--sessions', folder];
  const env = { NODE_OPTIONS: `--import ${watch}` };
  const headless = await startProgram([...args, '--headless', '--speed', '64', '--from', '-20s'], env).ended;
  assert.equal(headless.code, 3);
  assert.match(headless.stderr, /no answer recorded/);
  const terminal = openTerminal(args, { columns: 140, rows: 40, env });
  t.after(() => terminal.close());
  await terminal.waitFor(/REPLAY 1x .* of 02:10/);
  for (const key of ['S', 'P', '+', 'A', 'X', '!']) {
    terminal.press(key);
    await terminal.waitFor('this is a recording');
  }
  terminal.press('}');
  await terminal.waitFor('REPLAY 2x');
  terminal.press('\u001b[F');
  await terminal.waitFor(/REPLAY 2x {2}end/);
  terminal.press('q');
  assert.deepEqual(await terminal.ended, { exitCode: 0, signal: 0 });
  assert.equal(server.connections(), 0);
});
