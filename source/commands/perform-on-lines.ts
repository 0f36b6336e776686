import type { SessionEvent, SessionHead } from '../model/events.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { createStore } from '../store/store.js';
import type { Clock } from '../time/clock.js';
import { createPlainText } from '../ui/plain.js';
import { giveAnswer } from './answer.js';
import { exitCodeOf } from './exit-code-of.js';
import { type Io, isAtTerminal } from './io.js';
import type { ReadyLaunch, Recording } from './launch-wish.js';
import { steerByLines } from './line-steering.js';
import { createMetricsKeeper, writeMetrics } from './metrics-file.js';
import { createProgress } from './progress.js';
import { tellVerdict } from './tell-verdict.js';

/** A session without a screen: progress on stderr or sentences on stdout, the answer on stdout. The first signal ends it properly, the second at once. */
export async function performOnLines(
  wanted: ReadyLaunch,
  head: SessionHead,
  clock: Clock,
  recording: Recording,
  io: Io,
): Promise<ExitCode> {
  const isSpoken = wanted.showing === 'sentences';
  // Where stdout is to have nothing but the answer, sentences make way for it.
  const out = isSpoken && wanted.output !== '-' ? io.stdout : io.stderr;
  const say = (line: string): void => void out.write(`${line}\n`);
  const store = createStore();
  const progress = isSpoken ? createPlainText(say, store) : createProgress(say);
  const { startSession } = await import('../session/session.js');
  const session = startSession({
    head,
    job: wanted.job,
    clock,
    sinks: [recording.sink, progress],
    checkTimeoutMs: wanted.checkTimeoutMs,
    coolDownLimitMs: wanted.coolDownLimitMs,
    baselineLimitMs: wanted.baselineLimitMs,
    alerts: wanted.alertPlan,
    readSecret: wanted.readSecret,
  });
  // Whoever sits at a terminal and has no screen steers by lines.
  const tell = (event: SessionEvent): void => {
    recording.sink(event);
    progress(event);
  };
  const { isReadOnly } = wanted.screen;
  const stopListening =
    isSpoken && isAtTerminal(io) ? steerByLines({ session, store, clock, isReadOnly, say, tell }, io) : () => {};
  recording.onStop((sentence) => session.tell('critical', sentence));
  wanted.publishing.onNews(session.tell);
  let interrupted = false;
  let giveUp: (() => void) | null = null;
  const impatient = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  const ignoreSignals = io.onSignal((signal, why) => {
    if (interrupted) {
      giveUp?.();
      return;
    }
    interrupted = true;
    const what = why === undefined ? signal : why;
    const how = why === undefined ? ' (again to leave at once)' : '';
    io.stderr.write(`plimsoll: ${what}: ending the session${how}\n`);
    void session.close(why ?? `interrupted by ${signal}`, why);
  });
  try {
    const ended = await Promise.race([session.firstEnd, impatient]);
    if (ended === undefined) return exitCodes.interrupted;
    await Promise.race([session.close('finished'), impatient]);
    writeMetrics(wanted, createMetricsKeeper(head), session, io);
    const written = await giveAnswer(ended, wanted.output, io);
    const told = tellVerdict({ end: ended, isCut: interrupted, head, durationMs: clock.nowMs() }, wanted.verdict, io);
    const code = exitCodeOf(ended, interrupted);
    return written && told ? code : exitCodes.usage;
  } finally {
    ignoreSignals();
    stopListening();
  }
}
