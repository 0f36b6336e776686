import assert from 'node:assert/strict';
import { test } from 'node:test';
import { besideFile } from '../../source/config/beside.js';
import { parseLayer } from '../../source/config/parse.js';

const content = (paths: string): object => ({
  target: { url: 'http://127.0.0.1/', ca: `${paths}ca.pem`, auth: { bearer: `file:${paths}token` } },
  hosts: [{ name: 'b', url: 'http://127.0.0.1/', ca: `${paths}b.pem`, auth: { bearer: `file:${paths}b` } }],
  feeder: `${paths}users.csv`,
  load: { profile: `${paths}rates.csv`, workload: `${paths}a.mjs` },
  sessions: { folder: 'kept' },
});

function layerOf(paths: string) {
  const reading = parseLayer(JSON.stringify(content(paths)));
  return reading.kind === 'ok' ? reading.layer : assert.fail(JSON.stringify(reading.problems));
}

test('the paths of a config file begin where it lies', () => {
  assert.deepEqual(
    besideFile(layerOf(''), () => 'conf'),
    layerOf('conf/'),
  );
  assert.deepEqual(
    besideFile(layerOf('../'), () => 'conf/deep'),
    layerOf('conf/'),
  );
});

test('a path from the root stays as it is, and so does what names no file', () => {
  assert.deepEqual(
    besideFile(layerOf('/etc/'), () => 'conf'),
    layerOf('/etc/'),
  );
  const reading = parseLayer('{"target": {"url": "http://127.0.0.1/"}, "load": {"workload": "fibonacci"}}');
  assert.ok(reading.kind === 'ok');
  assert.deepEqual(
    besideFile(reading.layer, () => 'conf'),
    reading.layer,
  );
});
