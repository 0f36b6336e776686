import { messageOf, PlimsollError } from '../model/error.js';
import type { EventSink } from '../model/events.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { leftOutText } from '../record/damage.js';
import type { SpanReader } from '../record/read-span.js';
import { startReplay } from '../replay/player.js';
import { createStore } from '../store/store.js';
import { type Clock, createSystemClock } from '../time/clock.js';
import { giveAnswer } from './answer.js';
import { exitCodeOf } from './exit-code-of.js';
import type { Io } from './io.js';
import { createProgress } from './progress.js';
import type { WantedReplay } from './replay.js';

/** Events told between two moments in which a signal can be heard. */
const eventsAtOnce = 1000;

/**
 * A recording as the lines that the live session printed, and its answer. All at once, unless a speed says otherwise; a
 * session that is followed goes on until its writer ends.
 */
export async function replayHeadless(reader: SpanReader, wanted: WantedReplay, io: Io): Promise<ExitCode> {
  const progress = createProgress((line) => io.stderr.write(`${line}\n`));
  const clock = createSystemClock();
  const left = new AbortController();
  const leave = new Promise<void>((resolve) => left.signal.addEventListener('abort', () => resolve()));
  const ignoreSignals = io.onSignal(() => left.abort());
  try {
    const isPaced = wanted.follow || wanted.speed !== null;
    const tell = isPaced ? tellPaced : tellAtOnce;
    await Promise.race([tell(reader, wanted, { clock, progress, signal: left.signal }), leave]);
    return left.signal.aborted ? exitCodes.interrupted : await handOver(reader, wanted, io);
  } catch (error) {
    io.stderr.write(`plimsoll: ${messageOf(error)}\n`);
    return exitCodes.unmeasured;
  } finally {
    ignoreSignals();
  }
}

type Teller = { readonly clock: Clock; readonly progress: EventSink; readonly signal: AbortSignal };

async function tellAtOnce(
  reader: SpanReader,
  { fromMs }: WantedReplay,
  { clock, progress, signal }: Teller,
): Promise<void> {
  const last = reader.ends()?.last.seq ?? 0;
  const after = fromMs === null ? 0 : reader.seqUntil(fromMs);
  let told = 0;
  for (const { event } of reader.between(after, last)) {
    progress(event);
    told += 1;
    if (told % eventsAtOnce === 0) await new Promise<void>((resolve) => clock.after(0, resolve));
    if (signal.aborted) return;
  }
}

function tellPaced(reader: SpanReader, wanted: WantedReplay, { clock, progress, signal }: Teller): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const store = createStore();
  const told = { ...store, apply: progress };
  const { fromMs, follow } = wanted;
  const replay = startReplay(reader, told, clock, {
    speed: wanted.speed ?? 1,
    fromMs,
    follow,
    onStatus({ state, fault }) {
      // What comes before the damage of a record is told first.
      if (state === 'ended') resolve();
      else if (state === 'paused' && fault !== null) reject(new PlimsollError('session-unreadable', fault));
    },
  });
  signal.addEventListener('abort', () => resolve());
  return promise.finally(replay.close);
}

/** The answer that was recorded, as the live session gave it. */
async function handOver(reader: SpanReader, { output }: WantedReplay, io: Io): Promise<ExitCode> {
  const { state } = reader.summary();
  if (state === 'interrupted') io.stderr.write('plimsoll: the session was interrupted: whoever recorded it is gone\n');
  if (state === 'recording') io.stderr.write('plimsoll: the session is still recorded: --follow keeps up with it\n');
  const damage = reader.damage();
  if (damage !== null) io.stderr.write(`plimsoll: ${damage}\n`);
  const leftOut = reader.leftOut();
  if (leftOut > 0) io.stderr.write(`plimsoll: the record is damaged: ${leftOutText(leftOut)}\n`);
  const [recorded] = reader.backwards('result', reader.ends()?.last.seq ?? 0);
  if (recorded === undefined) {
    io.stderr.write('plimsoll: the session has no answer recorded\n');
    return exitCodes.unmeasured;
  }
  const end = { kind: 'result', result: recorded.result, isInterrupted: false } as const;
  return (await giveAnswer(end, output, io)) ? exitCodeOf(end, false) : exitCodes.usage;
}
