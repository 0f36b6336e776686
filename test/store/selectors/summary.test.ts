import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionHead } from '../../../source/model/events.js';
import type { ImportedFrom } from '../../../source/model/imported.js';
import { reduce } from '../../../source/store/reduce.js';
import { selectRun } from '../../../source/store/selectors/summary.js';
import { initialView } from '../../../source/store/state.js';
import { scriptedHead } from '../helpers/scripted-session.js';

const latencyMs = { mean: null, p50: null, p90: null, p95: null, p99: null, p999: null, max: null };
const imported: ImportedFrom = {
  tool: 'k6',
  file: 'k6.json',
  loop: 'unknown',
  connections: null,
  figures: {
    durationSeconds: 1,
    requests: 1,
    failed: 0,
    offeredPerSecond: null,
    achievedPerSecond: 1,
    latencyMs,
  },
  validity: { valid: true, reasons: [] },
};

test('arrivals and seed are known of what plimsoll measured alone', () => {
  const of = (head: SessionHead) => {
    const { arrivals, seed } = selectRun(reduce(initialView, { atMs: 0, kind: 'session/started', head }), 0);
    return [arrivals, seed];
  };
  assert.deepEqual(of(scriptedHead), [scriptedHead.arrivals, scriptedHead.seed]);
  assert.deepEqual(of({ ...scriptedHead, kind: 'imported', imported }), [null, null]);
});
