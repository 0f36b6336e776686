import type { Recorder } from '../record/session-file.js';
import type { Io } from './io.js';

/** Ends the record of a session. Where another program keeps its file, it is waited for; a signal gives that up. */
export async function endRecording({ closeWhenFree }: Pick<Recorder, 'closeWhenFree'>, io: Io): Promise<void> {
  const giveUp = new AbortController();
  const ignoreSignals = io.onSignal(() => giveUp.abort());
  try {
    await closeWhenFree(giveUp.signal, (sentence) => io.stderr.write(`plimsoll: ${sentence}; ctrl-c gives it up\n`));
  } finally {
    ignoreSignals();
  }
}

/** Where a session was recorded, and whether to its end. */
export function recordedText({ file, place }: Pick<Recorder, 'file' | 'place'>, isWhole: boolean): string {
  if (file === null) return 'this session was NOT recorded';
  if (isWhole) return `session recorded: ${file}`;
  const gone = 'and what was recorded until then was deleted, or moved with it';
  switch (place()) {
    case 'own':
      return `session recorded up to then: ${file}`;
    case 'other':
      return `this session was NOT recorded: another file is where its own was, ${gone}: ${file}`;
    default:
      return `this session was NOT recorded: its file is gone, ${gone}: ${file}`;
  }
}
