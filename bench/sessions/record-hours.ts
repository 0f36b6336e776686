import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionEvent, SessionHead } from '../../source/model/events.js';
import { createRecorder } from '../../source/record/session-file.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { head } from '../../test/record/helpers.js';

const batches = 5;

export const benchHead: SessionHead = { ...head, id: 'bench', startedAt: '2026-01-01T00:00:00.000Z' };

/** Records hours of what every second brings, in virtual time, and returns the file. */
export function recordHours(
  folder: string,
  id: string,
  hours: number,
  eventsAt: (atMs: number) => readonly SessionEvent[],
): string {
  const own = join(folder, id);
  mkdirSync(own);
  const clock = createVirtualClock(Date.parse(benchHead.startedAt));
  const recorder = createRecorder(own, { ...benchHead, id }, clock, fail);
  for (let second = 0; second < hours * 3600; second++) {
    const events = eventsAt(clock.nowMs());
    // Each machine answers at a moment of its own: every batch of the second gets its part.
    for (let batch = 0; batch < batches; batch++) {
      for (const event of events.slice((batch * events.length) / batches, ((batch + 1) * events.length) / batches)) {
        recorder.sink({ ...event, atMs: clock.nowMs() + 0.123_456 });
      }
      clock.advance(1000 / batches);
    }
  }
  recorder.close();
  return recorder.file ?? fail('nothing was recorded');
}

function fail(sentence: string): never {
  throw new Error(sentence);
}
