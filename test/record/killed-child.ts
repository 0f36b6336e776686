// A process that records until it is killed: argv holds the folder, an id, and when to close in ms, or `never`. Each event is told on stdout, as its number and its
// time, before it is recorded; a pipe keeps what was written to it when its writer is killed.
import { writeSync } from 'node:fs';
import type { SessionEvent } from '../../source/model/events.js';
import { createRecorder } from '../../source/record/session-file.js';
import { createSystemClock } from '../../source/time/clock.js';
import { head, interval, note } from './helpers.js';

const clock = createSystemClock();
const startedAt = new Date(clock.wallMs()).toISOString();
const mine = { ...head, id: process.argv[3]!, startedAt };
const recorder = createRecorder(process.argv[2]!, mine, clock, (sentence) => {
  throw new Error(sentence);
});
let number = 0;
const stop = clock.every(5, () => {
  const atMs = clock.nowMs();
  number++;
  writeSync(1, `${number} ${atMs}\n`);
  recorder.sink(eventOf(number, atMs));
});

const [, , , , closeAfter] = process.argv;
if (closeAfter !== 'never') {
  clock.after(Number(closeAfter), () => {
    stop();
    recorder.close();
    // Stays, so that it is killed and not ended.
    clock.every(1000, () => {});
  });
}

/** Every table has its turn; notes carry the number. */
function eventOf(at: number, atMs: number): SessionEvent {
  switch (at % 4) {
    case 1:
      return {
        atMs,
        kind: 'server/sample',
        sample: {
          server: `s${at % 3}`,
          cpuPercent: at,
          cores: 2,
          memoryUsedBytes: 1,
          memoryTotalBytes: 2,
          load1: 0,
          rttMs: null,
        },
      };
    case 2:
      return { atMs, kind: 'stream/sample', sample: { stream: 's', server: null, values: { at }, rttMs: null } };
    case 3:
      return { ...interval(1000), atMs };
    default:
      return note(atMs, String(at));
  }
}
