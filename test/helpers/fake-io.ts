import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import type { Io } from '../../source/commands/io.js';

/** An Io at which nobody sits but the test. */
export type FakeIo = {
  readonly io: Io;
  readonly type: (text: string) => void;
  readonly hangUp: () => void;
  readonly signal: () => void;
  /** What stderr and stdout were given. */
  readonly said: () => string;
  readonly printed: () => string;
};

/** Makes one: a terminal, or pipes. */
export function fakeIo(isTerminal = true): FakeIo {
  const stream = (): PassThrough => Object.assign(new PassThrough(), isTerminal ? { isTTY: true } : {});
  const [stdin, stdout, stderr] = [stream(), stream(), stream()];
  const calls = new Set<(signal: NodeJS.Signals) => void>();
  let said = '';
  let printed = '';
  stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const streams = { stdin, stdout, stderr } as unknown as Pick<Io, 'stdin' | 'stdout' | 'stderr'>;
  return {
    io: {
      ...streams,
      env: { TERM: 'xterm' },
      onSignal(call) {
        calls.add(call);
        return () => calls.delete(call);
      },
    },
    type: (text) => {
      stdin.write(text);
    },
    hangUp: () => {
      stdin.end();
    },
    signal: () => {
      for (const call of [...calls]) call('SIGINT');
      assert.equal(calls.size, 0, "signals are nobody else's any more");
    },
    said: () => said,
    printed: () => printed,
  };
}
