import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseLayer } from '../../source/config/parse.js';
import { resolveConfig } from '../../source/config/resolve.js';
import { readSession } from '../../source/record/read-session.js';
import { createRecorder } from '../../source/record/session-file.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { head, note, withFolder } from './helpers.js';

const secret = (what: string): string => `hunter2-${what}`;

/** A config with a secret in every place that takes text, and references where they may stand. */
const config = {
  target: {
    url: `http://127.0.0.1:8080/?api_key=${secret('query')}`,
    headers: { authorization: `Bearer ${secret('header')}`, 'x-odd': secret('odd'), accept: 'text/html' },
    health: `/healthz?token=${secret('health')}`,
  },
  hosts: [
    {
      name: 'b',
      url: `http://127.0.0.1:8081/?signature=${secret('host')}`,
      auth: { basic: { user: 'me', password: `$${'{PASSWORD}'}` } },
      headers: { cookie: `sid=${secret('cookie')}` },
    },
  ],
  requests: [
    { name: 'a', method: 'POST', path: '/login', body: `{"user":"me","password":"${secret('body')}"}` },
    { name: 'f', method: 'POST', path: '/form', body: `user=me&pwd=${secret('form')}` },
    { name: 'x', method: 'POST', path: '/xml', body: `<password>${secret('xml')}</password>` },
    { name: 'b', path: `/b?access_token=${secret('path')}`, host: 'b', headers: { 'x-api-key': secret('key') } },
    { name: 's', steps: [{ name: 't', path: '/t', headers: { 'x-auth': secret('step') } }] },
  ],
  streams: [
    {
      name: 's',
      url: `ws://127.0.0.1:9/metrics?token=${secret('stream')}`,
      headers: { authorization: `Bearer $${'{STREAM}'}`, 'x-odd': secret('handshake') },
    },
  ],
};

test('a config with every kind of secret leaves none in the file, whoever repeats it', () =>
  withFolder((folder) => {
    const layer = parseLayer(JSON.stringify(config));
    assert.ok(layer.kind === 'ok', JSON.stringify(layer));
    const resolved = resolveConfig({ command: {}, file: layer.layer, flags: {} });
    assert.ok(resolved.kind === 'ok', JSON.stringify(resolved));
    const plan = resolved.config;
    const mine = { ...head, target: plan.target!.url, streams: plan.streams };
    const clock = createVirtualClock(Date.parse(head.startedAt));
    const recorder = createRecorder(folder, mine, clock, assert.fail, { plan, generator: null });
    recorder.sink({ atMs: 0, kind: 'session/started', head: mine });
    recorder.sink(note(1, `refused: ${secret('header')} and "${secret('body')}" of ${plan.target!.url}`));
    recorder.sink({ atMs: 2, kind: 'server/state', server: 'x', state: { kind: 'down', reason: secret('stream') } });
    recorder.sink({
      atMs: 3,
      kind: 'stream/sample',
      sample: { stream: 's', server: null, values: { [secret('cookie')]: 1 }, rttMs: null },
    });
    clock.advance(1000);
    const whileOpen = readFileSync(`${recorder.file}-wal`, 'latin1');
    recorder.close();
    for (const bytes of [whileOpen, readFileSync(recorder.file!, 'latin1')]) {
      const at = bytes.indexOf('hunter2');
      assert.equal(at, -1, bytes.slice(Math.max(0, at - 100), at + 50));
    }
    const session = readSession(recorder.file!);
    assert.ok(session.kind === 'ok');
    const kept = JSON.stringify(session.origin().plan);
    for (const part of ['"accept","text/html"', 'PASSWORD', 'STREAM', '/login', 'user=me', '(not kept)']) {
      assert.ok(kept.includes(part), `${part} in ${kept}`);
    }
    assert.equal([...session.events()].length, 4);
    session.close();
  }));
