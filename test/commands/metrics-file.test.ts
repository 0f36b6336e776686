import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createMetricsKeeper } from '../../source/commands/metrics-file.js';
import { outputProblem } from '../../source/commands/output-problem.js';
import { createReadingMetrics } from '../../source/engine/subscription/reading-metrics.js';
import { createRandom } from '../../source/time/random.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';

test('what plimsoll measured of itself is plain JSON, each time compared with the time before', (context) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-metrics-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'metrics.json');
  const clock = createVirtualClock();
  const metrics = createReadingMetrics({ kind: 'full' }, clock, createRandom(1));
  context.after(() => metrics.stop());
  const keeper = createMetricsKeeper({ id: 'abc', startedAt: '2026-01-01T00:00:00.000Z' });
  const written = (messages: number) => {
    for (let count = 0; count < messages; count++) {
      metrics.message(300);
      metrics.reading.record(12);
    }
    clock.advance(2000);
    assert.equal(keeper.write(file, metrics.snapshot()), null);
    const kept = JSON.parse(readFileSync(file, 'utf8'));
    const counter = (from: readonly { readonly name: string }[]) =>
      from.find(({ name }) => name === 'streams.messages');
    return { kept, total: counter(kept.full.counters), since: counter(kept.since.counters) };
  };
  const first = written(10);
  assert.deepEqual(first.since, { name: 'streams.messages', unit: 'count', added: 10, perSecond: 5 });
  assert.equal(first.kept.session, 'abc');
  assert.equal(first.kept.sampled, null);
  const second = written(6);
  assert.deepEqual(second.total, { name: 'streams.messages', unit: 'count', value: 16 });
  assert.deepEqual(second.since, { name: 'streams.messages', unit: 'count', added: 6, perSecond: 3 });
  assert.equal(second.kept.since.elapsedMs, 2000);

  assert.match(
    keeper.write(join(folder, 'none', 'm.json'), metrics.snapshot()) ?? '',
    /^--metrics-file could not write/,
  );
  assert.equal(outputProblem(join(folder, 'none', 'm.json'), '--metrics-file')?.path, '--metrics-file');
});
