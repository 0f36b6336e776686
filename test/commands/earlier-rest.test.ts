import assert from 'node:assert/strict';
import { test } from 'node:test';
import { earlierRest } from '../../source/commands/earlier-rest.js';
import { createRecorder } from '../../source/record/session-file.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { head, withFolder } from '../record/helpers.js';

const here = { name: 'here', address: 'local' } as const;
const nothing = { cores: 1, memoryUsedBytes: null, memoryTotalBytes: null, load1: null, rttMs: null };

/** Records a session in which the server used so many per cent, a second each. */
function record(folder: string, percents: readonly number[]): string {
  const clock = createVirtualClock(Date.parse(head.startedAt));
  const recorder = createRecorder(
    folder,
    { ...head, kind: 'monitor', target: null, servers: [here] },
    clock,
    assert.fail,
  );
  for (const cpuPercent of percents) {
    clock.advance(1000);
    recorder.sink({ atMs: clock.nowMs(), kind: 'server/sample', sample: { server: 'here', cpuPercent, ...nothing } });
  }
  recorder.close();
  return recorder.file ?? assert.fail('nothing was recorded');
}

test('the rest of an earlier session is the baseline of its readings', () =>
  withFolder((folder) => {
    const rest = earlierRest(record(folder, [10, 11, 9, 10, 10]), [here], folder);
    assert.ok(rest.kind === 'ok');
    assert.deepEqual(rest.baselines.get('here'), { mean: 0.1, tolerance: 0.02, samples: 5 });
  }));

test('a session without five readings of a watched server tells no rest', () =>
  withFolder((folder) => {
    const file = record(folder, [10, 11, 9, 10]);
    for (const servers of [[here], [{ ...here, name: 'other' }]]) {
      const rest = earlierRest(file, servers, folder);
      assert.match(rest.kind === 'faulty' ? rest.problem.message : '', /expected five readings/);
    }
    assert.equal(earlierRest('nothing-of-that-name', [here], folder).kind, 'faulty');
  }));
