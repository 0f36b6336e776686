import { createRecorder } from '../../source/record/session-file.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { type LongSession, longHead, longSession } from '../../test/replay/helpers/long-session.js';

/** Writes a session of any length by the real recorder, on a clock that goes as fast as it can, and returns its file. */
export function writeSession(folder: string, of: LongSession): string {
  const head = longHead(of);
  const clock = createVirtualClock(Date.parse(head.startedAt));
  const problem = (sentence: string): never => {
    throw new Error(sentence);
  };
  const recorder = createRecorder(folder, head, clock, problem);
  for (const event of longSession(of)) {
    // A batch each second, not five: the file is the same.
    if (event.atMs - clock.nowMs() >= 1000) clock.advance(event.atMs - clock.nowMs());
    recorder.sink(event);
  }
  recorder.close();
  return recorder.file ?? problem('nothing was recorded');
}
