import type { ReadStream, WriteStream } from 'node:tty';

/** What a command may touch of the process: injected, so that tests can run one inside their own. */
export type Io = {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: NodeJS.WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Calls back with the name of every signal that asks the program to end. Returns the removal. `why`: what asks instead where
   * nobody sent one, as a clause.
   */
  readonly onSignal: (call: (signal: NodeJS.Signals, why?: string) => void) => () => void;
  /** Is told of a session as soon as it is being recorded; absent: nobody asks. */
  readonly onSession?: (session: { readonly id: string; readonly file: string }) => void;
};

const endings: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The process itself. */
export const processIo: Io = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  onSignal(call) {
    const hear = (signal: NodeJS.Signals): void => call(signal);
    for (const signal of endings) process.on(signal, hear);
    return () => {
      for (const signal of endings) process.off(signal, hear);
    };
  },
};

/** Whether somebody sits at a terminal: both ends are one. */
export function isAtTerminal(io: Io): boolean {
  return io.stdin.isTTY === true && io.stdout.isTTY === true;
}

/** Whether a full screen can be drawn on the terminal: it understands cursor codes. */
export function hasScreen(io: Io): boolean {
  return isAtTerminal(io) && io.env.TERM !== 'dumb';
}
