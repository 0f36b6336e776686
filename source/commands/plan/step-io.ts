import { PassThrough, Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { replaceUnprintable } from '../../model/plain-text.js';
import type { SessionFile } from '../../plan/plan-event.js';
import type { Io } from '../io.js';

/** What a step of a plan may touch of the process: its lines go to the plan's, and its signals come from the plan. */
export type StepIo = {
  readonly io: Io;
  /** Tells the step what a signal to the program would: end properly, and the second time at once; and why, where there is no signal. */
  readonly signal: (why: string | null) => void;
  /** The last thing that its command complained of, without the program's name; null: nothing. */
  readonly complaint: () => string | null;
};

/** Longest line that is passed on. */
const longest = 2000;

/** Makes one. `say` gets whole lines that are fit for a terminal. */
export function createStepIo(
  env: Io['env'],
  say: (line: string) => void,
  onSession: (session: SessionFile) => void,
): StepIo {
  const calls = new Set<Parameters<Io['onSignal']>[0]>();
  let last: string | null = null;
  let asked: { readonly why: string | undefined } | null = null;
  const hear = (line: string): void => {
    const text = replaceUnprintable(stripVTControlCharacters(line), '\ufffd').slice(0, longest);
    if (text.trim() === '') return;
    if (text.startsWith('plimsoll: ')) last = text.slice('plimsoll: '.length);
    say(text);
  };
  const stdin = new PassThrough();
  stdin.end();
  const streams = { stdin, stdout: lineWriter(hear), stderr: lineWriter(hear) };
  return {
    io: {
      // A command writes to a stream and asks whether it is a terminal, which these are not: nothing else of one is used.
      ...(streams as unknown as Pick<Io, 'stdin' | 'stdout' | 'stderr'>),
      env,
      onSession,
      onSignal(call) {
        calls.add(call);
        // It may still have been making ready when it was told.
        const { why } = asked ?? {};
        if (asked !== null) queueMicrotask(() => calls.has(call) && call('SIGTERM', why));
        return () => calls.delete(call);
      },
    },
    signal(why) {
      asked ??= { why: why ?? undefined };
      for (const call of [...calls]) call('SIGTERM', asked.why);
    },
    complaint: () => last,
  };
}

/** A stream that hands on whole lines. What stands behind the last line's end is handed on with the next. */
function lineWriter(hear: (line: string) => void): Writable {
  let rest = '';
  return new Writable({
    decodeStrings: false,
    write(chunk: string | Buffer, _encoding, done) {
      const lines = `${rest}${chunk.toString()}`.split('\n');
      rest = (lines.pop() ?? '').slice(0, longest);
      for (const line of lines) hear(line);
      done();
    },
  });
}
