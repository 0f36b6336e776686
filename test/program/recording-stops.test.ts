import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
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
    // On a busy machine the measurement may be invalid, which is not what is asked here.
    assert.ok(code === 0 || code === 3, stderr);
    assert.equal(stderr.match(/not recorded any further/g)?.length, 1, stderr);
    assert.match(stderr, /its file was deleted or replaced/);
    assert.ok(server.requests.length > seen + 20, `${server.requests.length} requests after ${seen}`);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});

test('where nothing can be recorded, one alert says so and the load is sent; what is no folder is refused', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-stops-'));
  const server = await startScriptedServer((_request, reply) => reply.write(okAnswer));
  try {
    writeFileSync(join(folder, 'file'), '');
    const args = ['run', `http://127.0.0.1:${server.port}/`, '--rate', '20', '--duration', '1s', '--headless'];
    const { code, stderr } = await startProgram([...args, '--sessions', join(folder, 'file', 'sessions')]).ended;
    assert.ok(code === 0 || code === 3, stderr);
    assert.equal(stderr.match(/The session is NOT recorded: /g)?.length, 1, stderr);
    assert.match(stderr, /this session was NOT recorded\n$/);
    assert.ok(server.requests.length > 10);
    const sent = server.requests.length;
    const refused = await startProgram([...args, '--sessions', join(folder, 'file')]).ended;
    assert.equal(refused.code, 2, refused.stderr);
    assert.match(refused.stderr, /--sessions: expected a folder, got .*file, which is none \(nothing was sent\)/);
    assert.equal(server.requests.length, sent);
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});
