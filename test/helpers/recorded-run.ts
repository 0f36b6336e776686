import assert from 'node:assert/strict';
import { createRecorder } from '../../source/record/session-file.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { eventsOf, headOf, type MadeSession } from '../report/compare/helpers.js';

/** Records a session made as said into a folder, and gives its file. */
export function recordRun(folder: string, made: MadeSession): string {
  const head = headOf(made);
  const clock = createVirtualClock(Date.parse(head.startedAt));
  const recorder = createRecorder(folder, head, clock, assert.fail);
  for (const event of eventsOf(made)) {
    clock.advance(Math.max(0, event.atMs - clock.nowMs()));
    recorder.sink(event);
  }
  recorder.close();
  return recorder.file ?? assert.fail('nothing was recorded');
}
