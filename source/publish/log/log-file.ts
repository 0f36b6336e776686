import { basename, dirname, resolve } from 'node:path';
import { pino } from 'pino';
import { createStream } from 'rotating-file-stream';
import { makeFolder } from '../../config/make-folder.js';
import type { LogConfig } from '../../config/publish-config.js';
import { writeFault } from '../../model/write-fault.js';
import type { Clock } from '../../time/clock.js';
import type { WriteEntry } from './log-sink.js';

/** The program's own log. */
export type LogFile = {
  readonly write: WriteEntry;
  /** Resolves once everything is in the file. Twice is harmless. */
  readonly close: () => Promise<void>;
};

/** Smallest size at which a new file is begun: less would begin one with every few lines. */
const leastBytes = 65_536;

/**
 * Opens the log: lines of JSON as pino writes them, `FILE`, and full ones beside it as `FILE.1` (the newest) and so on. `scrub`
 * takes secrets out of a line. What cannot be written is told once to `onProblem`, and the log ends; nothing here throws.
 */
export function openLogFile(
  config: LogConfig,
  clock: Pick<Clock, 'wallMs'>,
  base: Readonly<Record<string, string | number>>,
  scrub: (line: string) => string,
  onProblem: (sentence: string) => void,
): LogFile {
  const file = resolve(config.file);
  const name = basename(file);
  let isLost = false;
  let hasBegun = false;
  const lose = (error: Error): void => {
    if (isLost) return;
    isLost = true;
    const what = hasBegun ? 'is not written any further' : 'is NOT written';
    onProblem(`The log ${what}: ${writeFault(error)} (${file}).`);
  };
  try {
    makeFolder(dirname(file));
  } catch (error) {
    lose(error as Error);
  }
  // With `rotate` the older files move on: FILE.1 is the newest of them.
  const numbered = (index: number | Date | null): string => (typeof index === 'number' ? `${name}.${index}` : name);
  const stream = createStream(numbered, {
    path: dirname(file),
    size: `${Math.max(leastBytes, config.sizeBytes)}B`,
    rotate: config.keep,
    mode: 0o600,
  });
  stream.on('open', () => {
    hasBegun = true;
  });
  stream.on('error', lose);
  const logger = pino(
    {
      base,
      level: config.level,
      timestamp: () => `,"time":"${new Date(clock.wallMs()).toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    {
      write(line: string) {
        if (!isLost) stream.write(scrub(line));
      },
    },
  );
  let closing: Promise<void> | null = null;
  return {
    write: (level, text, fields) => logger[level](fields, text),
    close() {
      closing ??= new Promise((done) => {
        if (isLost) done();
        stream.once('error', () => done());
        stream.end((error?: Error | null) => {
          if (error instanceof Error) lose(error);
          done();
        });
      });
      return closing;
    },
  };
}
