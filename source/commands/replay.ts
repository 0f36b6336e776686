import { screenOf } from '../config/screen-config.js';
import { messageOf } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { plainText } from '../model/plain-text.js';
import type { ReplaySpeed } from '../model/replay.js';
import { openSpanReader, type SpanReader } from '../record/read-span.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import { findSession } from './find-session.js';
import type { RecordCommand } from './invocation.js';
import { hasScreen, type Io } from './io.js';
import { outputProblem } from './output-problem.js';
import { refuse } from './refuse.js';

/** A replay as it was asked for. */
export type WantedReplay = {
  /** Null where nobody said: once on a screen, and at once without one. */
  readonly speed: ReplaySpeed | null;
  /** In ms of the session; null: from its beginning. */
  readonly fromMs: number | null;
  readonly follow: boolean;
  /** Where the recorded answer goes as JSON; null: nowhere. */
  readonly output: string | null;
};

/** `plimsoll replay`: a recorded session, in the same panes or as the same lines. Nothing is sent anywhere. */
export async function replay({ settings, positionals }: RecordCommand, io: Io): Promise<ExitCode> {
  const unwritable = outputProblem(settings.output);
  if (unwritable !== null) return refuse([unwritable], io);
  const [reference] = positionals;
  if (reference === undefined) {
    const hint = 'plimsoll replay last, or an id that plimsoll sessions lists';
    return refuse([{ path: 'session', message: 'expected a session to replay, got none', hint }], io);
  }
  const finding = findSession(reference, sessionsFolder(settings.sessions, io.env));
  if (finding.kind === 'problem') return refuse([finding.problem], io);
  let reader: SpanReader;
  try {
    reader = openSpanReader(finding.file);
  } catch (error) {
    const message = `expected a recorded session, got ${plainText(finding.file, 500)}: ${messageOf(error)}`;
    return refuse([{ path: 'session', message, hint: 'plimsoll sessions lists those that can be read' }], io);
  }
  try {
    const { replaySpeed: speed, replayFrom, follow, output, headless } = settings;
    const ends = reader.ends();
    if (ends === null) {
      io.stderr.write(`plimsoll: there is nothing in the session yet: ${plainText(finding.file, 500)}\n`);
      return exitCodes.unmeasured;
    }
    // What is not said since the beginning is said before the end.
    const aheadMs = replayFrom?.kind === 'by' ? ends.last.atMs : 0;
    const fromMs = replayFrom === null ? null : aheadMs + replayFrom.ms;
    const wanted: WantedReplay = { speed, fromMs, follow: follow === true, output };
    if (headless === true || !hasScreen(io)) {
      return await (await import('./replay-headless.js')).replayHeadless(reader, wanted, io);
    }
    return await (await import('./replay-terminal.js')).replayInTerminal(reader, wanted, screenOf(settings), io);
  } finally {
    reader.close();
  }
}
