import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import type { SessionEvent, SessionHead } from '../../../source/model/events.js';
import { inSteps } from '../../../source/model/server-steps.js';
import { createRecorder } from '../../../source/record/session-file.js';
import { createVirtualClock } from '../../../source/time/virtual-clock.js';

/**
 * Records events by the real recorder, on a clock that goes with them, and returns the file. Without an end, the session is
 * still being recorded.
 */
export function record(folder: string, head: SessionHead, events: Iterable<SessionEvent>): string {
  const recording = startRecording(folder, head);
  for (const event of events) recording.sink(event);
  recording.close();
  return recording.file;
}

/** The file as one that nothing is known of before it has been read. */
export function withoutTallies(file: string): string {
  return changed(file, 'DELETE FROM tally');
}

/** The file as an earlier plimsoll wrote it, of events `asToldBefore`. */
export function asVersion(version: 2 | 3, file: string): string {
  const database = new DatabaseSync(file, { readOnly: true });
  assert.equal(
    database.prepare('SELECT count(*) AS n FROM server_count').get()?.n,
    0,
    'earlier versions had no counts',
  );
  database.close();
  const dropped = version === 2 ? 'DROP TABLE tally;' : '';
  // Views of a table that is gone would be in the way.
  const views = ['timeline', 'server_sample', 'server_counted'].map((view) => `DROP VIEW ${view};`).join(' ');
  return changed(file, `${views} DROP TABLE server_count; ${dropped} PRAGMA user_version = ${version}`);
}

function changed(file: string, sql: string): string {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
  return file;
}

/** Events as they were before what servers count was kept. */
export function* asToldBefore(events: Iterable<SessionEvent>): Generator<SessionEvent, void, undefined> {
  for (const event of events) {
    if (event.kind !== 'server/sample') yield event;
    else {
      const { counted: _, ...sample } = event.sample;
      yield { ...event, sample };
    }
  }
}

/** Events as a live session tells them: the numbers of servers in whole steps. */
export function asTold(events: readonly SessionEvent[]): readonly SessionEvent[] {
  return events.map((event) => (event.kind === 'server/sample' ? { ...event, sample: inSteps(event.sample) } : event));
}

/** A session that is being recorded: its clock goes on with every event, up to its time. */
export function startRecording(folder: string, head: SessionHead) {
  const clock = createVirtualClock(Date.parse(head.startedAt));
  const recorder = createRecorder(folder, head, clock, assert.fail);
  return {
    file: recorder.file ?? assert.fail('nothing is recorded'),
    sink(event: SessionEvent): void {
      clock.advance(Math.max(0, event.atMs - clock.nowMs()));
      recorder.sink(event);
    },
    /** Lets time pass without events: what is pending is written. */
    pass: (ms: number): void => clock.advance(ms),
    close: recorder.close,
  };
}
