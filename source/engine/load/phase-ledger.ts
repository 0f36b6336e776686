import type { LoadWindow } from '../../model/load.js';
import { type Phase, rateAt } from '../../model/shape.js';
import { counterAt, type PhaseLayout, windowMs } from './phase-memory.js';
import { readWindow } from './read-window.js';
import { addTallies, emptyTally, readTally, subtractTallies, type Tally, unsettled } from './tally.js';
import type { CpuReading } from './worker-crew.js';

/** What the main thread knows of one phase, from the memory that its workers write. Times on the `processNowMs()` scale. */
export type PhaseLedger = {
  readonly phase: Phase;
  readonly startMs: number;
  /** Infinity while nobody knows. */
  readonly endMs: () => number;
  /** The rate that the phase asks for, per second. */
  readonly rateAt: (nowMs: number) => number;
  /** One for each worker, in order; none once put away. */
  readonly memories: () => readonly SharedArrayBuffer[];
  /** Ends the phase at that time, if it would not end before. */
  readonly cut: (atMs: number) => void;
  readonly total: () => Tally;
  /** What was counted since the last call. */
  readonly takeInterval: () => Tally;
  /** The windows that can be judged now and were not before; `handledUntilMs`: how far every worker has come. */
  readonly takeWindows: (handledUntilMs: number) => readonly LoadWindow[];
  /** True once the phase has ended and so has every arrival of it. */
  readonly isSettled: (handledUntilMs: number) => boolean;
  /**
   * Gives the memory back and keeps the sums, if nothing can change any more and all of it has been taken: every window,
   * and every arrival as of the last interval. `handledUntilMs` was read before that interval. True when put away.
   */
  readonly putAway: (handledUntilMs: number) => boolean;
  /** Takes note of the CPU time of each worker: the last reading before the phase and the last one in it count. */
  readonly noteCpu: (readings: readonly CpuReading[], nowMs: number) => void;
  /** CPU time and the time in which it was used, for each worker. */
  readonly cpu: () => readonly { readonly usedMs: number; readonly inMs: number }[];
};

export type LedgerOptions = {
  readonly phase: Phase;
  readonly startMs: number;
  readonly layout: PhaseLayout;
  readonly workers: number;
  /** How many limits windows are judged by, and how long after its end a window can be judged. */
  readonly limits: number;
  readonly judgeAfterMs: number;
};

export function openPhaseLedger(options: LedgerOptions): PhaseLedger {
  const { phase, startMs, layout, judgeAfterMs } = options;
  let memories: readonly SharedArrayBuffer[] = Array.from(
    { length: options.workers },
    () => new SharedArrayBuffer(layout.bytes),
  );
  let floats = memories.map((memory) => new Float64Array(memory, 0, Math.floor(memory.byteLength / 8)));
  let endMs = startMs + phase.durationMs;
  let lastTaken: readonly Tally[] = memories.map(() => emptyTally);
  let final: Tally | null = null;
  let nextWindow = 0;
  let cpuBefore: readonly CpuReading[] | null = null;
  let cpuLast: readonly CpuReading[] | null = null;

  const end = (atMs: number): void => {
    endMs = atMs;
    for (const memory of floats) memory[counterAt.endMs] = atMs;
  };
  const total = (): Tally =>
    final ?? memories.map((memory) => readTally(memory, layout)).reduce(addTallies, emptyTally);

  end(endMs);
  return {
    phase,
    startMs,
    rateAt: (nowMs) => rateAt(phase.shape, (nowMs - startMs) / phase.durationMs),
    memories: () => memories,
    endMs: () => endMs,
    cut(atMs) {
      if (atMs < endMs) end(Math.max(startMs, atMs));
    },
    total,
    takeInterval() {
      const now = memories.map((memory) => readTally(memory, layout));
      const taken = now
        .map((tally, worker) => subtractTallies(tally, lastTaken[worker]!))
        .reduce(addTallies, emptyTally);
      lastTaken = now;
      return taken;
    },
    takeWindows(handledUntilMs) {
      const windows: LoadWindow[] = [];
      for (;;) {
        const fromMs = startMs + nextWindow * windowMs;
        const untilMs = Math.min(fromMs + windowMs, endMs);
        if (fromMs >= endMs || untilMs + judgeAfterMs > handledUntilMs) return windows;
        const span = { startMs: fromMs, durationMs: untilMs - fromMs };
        windows.push(readWindow(floats, layout, nextWindow, options.limits, span));
        nextWindow += 1;
      }
    },
    putAway(handledUntilMs) {
      const taken = lastTaken.reduce(addTallies, emptyTally);
      const windowsTaken = startMs + nextWindow * windowMs >= endMs;
      if (handledUntilMs < endMs || !windowsTaken || unsettled(taken) > 0) return false;
      final = total();
      memories = [];
      floats = [];
      return true;
    },
    isSettled: (handledUntilMs) => handledUntilMs >= endMs && unsettled(total()) === 0,
    noteCpu(readings, nowMs) {
      if (nowMs < startMs || cpuBefore === null) cpuBefore = readings;
      if (nowMs <= endMs || cpuLast === null) cpuLast = readings;
    },
    cpu() {
      if (cpuBefore === null || cpuLast === null) return [];
      const last = cpuLast;
      return cpuBefore.map((before, worker) => ({
        usedMs: last[worker]!.cpuMs - before.cpuMs,
        inMs: last[worker]!.readAtMs - before.readAtMs,
      }));
    },
  };
}
