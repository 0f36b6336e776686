import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startProgram } from '../helpers/program.js';

test('the demo without a terminal finds the line of its cluster and says it in one sentence', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-demo-'));
  const ended = await startProgram(['demo', '--sessions', folder]).ended;
  rmSync(folder, { recursive: true, force: true });
  assert.equal(ended.code, 0, ended.stderr + ended.stdout);
  const [sentence] = ended.stdout.split('\n');
  assert.match(sentence!, /\/fibonacci\/\d+ carries [\d,]+ requests a second while p99 < 50ms and errors < 1%/);
  for (const phase of ['warm-up', 'ramp', 'verify', 'done']) assert.match(ended.stderr, new RegExp(`-- ${phase}:`));
});
