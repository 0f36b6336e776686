import type { Config } from '../config/config.js';
import { withoutSecrets } from '../config/without-secrets.js';
import { messageOf } from '../model/error.js';
import type { EventSink, SessionHead } from '../model/events.js';
import type { ExitCode } from '../model/exit-code.js';
import { createScrub } from '../record/scrub.js';
import type { Clock } from '../time/clock.js';
import { version } from './version.js';

/** The program's own log of one session; without a file all of it does nothing. */
export type ProgramLog = {
  readonly sink: EventSink;
  readonly problem: (sentence: string) => void;
  /** What nobody foresaw, with where it happened. */
  readonly failed: (error: unknown) => void;
  readonly ended: (code: ExitCode) => void;
  readonly close: () => Promise<void>;
};

const noLog: ProgramLog = {
  sink: () => {},
  problem: () => {},
  failed: () => {},
  ended: () => {},
  close: async () => {},
};

/** Opens it where the config asks for one, and writes what begins. Only then is loaded what writes it. */
export async function startProgramLog(
  config: Config,
  head: SessionHead,
  clock: Clock,
  onProblem: (sentence: string) => void,
): Promise<ProgramLog> {
  const { log } = config.publish;
  if (log === null) return noLog;
  const { openLogFile } = await import('../publish/log/log-file.js');
  const { createLogSink } = await import('../publish/log/log-sink.js');
  const scrub = createScrub([...withoutSecrets(config).secrets, ...withoutSecrets(head).secrets]);
  const file = openLogFile(log, clock, { pid: process.pid, session: head.id }, scrub, onProblem);
  const { node } = process.versions;
  file.write('info', 'plimsoll begins', { topic: 'program', version, node, platform: process.platform });
  return {
    sink: createLogSink(file.write),
    problem: (sentence) => file.write('error', sentence, { topic: 'program' }),
    failed(error) {
      const stack = error instanceof Error ? (error.stack ?? null) : null;
      file.write('error', messageOf(error), { topic: 'program', stack });
    },
    ended: (code) => file.write('info', 'plimsoll ends', { topic: 'program', exitCode: code }),
    close: file.close,
  };
}
