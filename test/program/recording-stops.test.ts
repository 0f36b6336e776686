import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { readSession } from '../../source/record/read-session.js';
import { okAnswer, startScriptedServer } from '../helpers/http-servers.js';
import { startProgram } from '../helpers/program.js';

test('when its file is deleted, recording stops with one alert and the load goes on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-stops-'));
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  try {
    const url = `http://127.0.0.1:${server.port}/`;
    const program = startProgram(['run', url, '--rate', '20', '--duration', '5s', '--headless', '--sessions', folder]);
    await program.said(/running/);
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    await program.said(/critical: The session is not recorded any further/);
    const seen = server.requests.length;
    const { code, stderr } = await program.ended;
    assert.equal(code, 2, stderr);
    assert.equal(stderr.match(/not recorded any further/g)?.length, 1, stderr);
    assert.match(stderr, /its file was deleted or replaced/);
    assert.ok(server.requests.length > seen + 20, `${server.requests.length} requests after ${seen}`);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});

test('on a disk that fills up recording stops with one alert, the load goes on, and the exit code tells of it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-stops-'));
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  try {
    const url = `http://127.0.0.1:${server.port}/`;
    const output = join(folder, 'answer.json');
    const args = ['run', url, '--rate', '20', '--duration', '8s', '--headless', '--output', output];
    const sessions = join(folder, 'sessions');
    // The tables alone take 64 KiB; a block is of 512 or 1,024 bytes, as the shell has it.
    const program = startProgram([...args, '--sessions', sessions], {}, undefined, folder, 136);
    await program.said(/critical: The session is not recorded any further/);
    const seen = server.requests.length;
    const { code, stderr } = await program.ended;
    assert.equal(code, 2, stderr);
    assert.equal(stderr.match(/not recorded any further/g)?.length, 1, stderr);
    assert.match(stderr, /session recorded up to then: .*\.sqlite/);
    assert.ok(server.requests.length > seen, `${server.requests.length} requests after ${seen}`);
    // The answer is of the whole run, what was not recorded included.
    assert.ok(JSON.parse(readFileSync(output, 'utf8')).durationSeconds >= 8);
    const [name = ''] = readdirSync(sessions).filter((file) => file.endsWith('.sqlite'));
    const read = readSession(join(sessions, name));
    assert.ok(read.kind === 'ok' && read.summary.state === 'interrupted');
    read.close();
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});

test('where not even the tables fit, one alert says so and the load is sent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-stops-'));
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  try {
    const args = ['run', `http://127.0.0.1:${server.port}/`, '--rate', '20', '--duration', '1s', '--headless'];
    const { code, stderr } = await startProgram([...args, '--sessions', folder], {}, undefined, folder, 20).ended;
    assert.equal(code, 2, stderr);
    assert.equal(stderr.match(/The session is NOT recorded: /g)?.length, 1, stderr);
    assert.match(stderr, /this session was NOT recorded\n$/);
    assert.ok(server.requests.length > 10);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});

test('a place where no sessions and no log can be kept is refused, at once and before anything is sent', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-stops-'));
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  try {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    const args = ['run', `http://127.0.0.1:${server.port}/`, '--rate', '20', '--duration', '1s', '--headless'];
    const places: readonly (readonly [readonly string[], RegExp])[] = [
      [['--sessions', file], /--sessions: expected a folder, got .*file, which is none \(nothing was sent\)/],
      [['--sessions', join(file, 'a', 'b')], /--sessions: .*: a part of its path is no folder \(nothing was sent\)/],
      [['--log-file', folder], /--log-file: expected a file that a log can be written to, got .*: it is a folder/],
      [['--log-file', join(file, 'x.log')], /--log-file: .*: where a folder should be there is something else/],
      [['--log-file', '/dev/null'], /--log-file: .*: it is no plain file/],
      // A file system that takes no folders; Node's own way of making several would never end there.
      ...(process.platform === 'linux'
        ? ([
            [['--sessions', '/proc/plimsoll/sessions'], /--sessions: .*: nothing can be made there/],
            [['--log-file', '/proc/plimsoll/x.log'], /--log-file: .*: nothing can be made there/],
          ] as const)
        : []),
    ];
    for (const [flags, expected] of places) {
      const sessions = flags[0] === '--sessions' ? [] : ['--sessions', join(folder, 'sessions')];
      const refused = await startProgram([...args, ...flags, ...sessions]).ended;
      assert.equal(refused.code, 2, refused.stderr);
      assert.match(refused.stderr, expected);
      assert.equal(refused.stderr.trim().split('\n').length, 1, refused.stderr);
    }
    assert.equal(server.requests.length, 0);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});
