import { PlimsollError } from '../../model/error.js';
import type { LoadInterval, LoadTotals, LoadWindow, Pacing } from '../../model/load.js';
import type { RequestSpec, TargetAddress } from '../../model/request.js';
import type { Arrivals, Phase } from '../../model/shape.js';
import type { WorkSpec } from '../../model/work.js';
import { type Clock, processNowMs } from '../../time/clock.js';
import { phaseSeed } from './pacer.js';
import { openPhaseLedger, type PhaseLedger } from './phase-ledger.js';
import { phaseLayout } from './phase-memory.js';
import { addTallies, emptyTally } from './tally.js';
import type { TlsSpec } from './tls-way.js';
import { partsOf, totalOf } from './total.js';
import { startWorkerCrew } from './worker-crew.js';
import { longestLimit, workerSpecs } from './worker-specs.js';

/** One place that load goes to, with a pool of connections of its own. */
export type HostSpec = {
  /** Its path is that of `request`. */
  readonly address: TargetAddress;
  /** Asked once, before load. */
  readonly request: RequestSpec;
  /** Bound on open connections: arrivals that find none free wait. Null: as many as needed. */
  readonly connections: number | null;
  /** Whether a connection carries more than one request. */
  readonly keepAlive: boolean;
  /** Which version of HTTP it is asked in; absent: `http1`. HTTP/2 without TLS is spoken without asking (RFC 9113, 3.3). */
  readonly protocol?: 'http1' | 'http2';
  /** Absent: the usual authorities, and the host must prove who it is. */
  readonly tls?: TlsSpec;
  /**
   * How often one arrival follows an answer that sends it on within the host, 10 at most; absent: never. Then the answer
   * counts by its status alone; else one that leads elsewhere, or once too often, counts as a bad status.
   */
  readonly redirects?: number;
};

/** A name of request, or step, that windows count apart: an index into `WorkSpec.names`, and the limit by which it is slow. */
export type WatchedName = { readonly name: number; readonly limitMs: number | null };

/** What load is made of. */
export type LoadSpec = {
  /** Where load goes; at least one. */
  readonly hosts: readonly HostSpec[];
  readonly work: WorkSpec;
  readonly arrivals: Arrivals;
  readonly seed: number;
  /** Bound on requests sent or waiting: an arrival over it is unsent. */
  readonly inFlightLimit: number;
  /** How long an answer may take from its sending. */
  readonly timeoutMs: number;
  /** The limits by which windows count arrivals as slow; at most 4. */
  readonly limitsMs: readonly number[];
  /** Names of requests whose arrivals windows count apart, each by a limit of its own; at most 16. Absent: none. */
  readonly watched?: readonly WatchedName[];
  /** Worker threads. */
  readonly workers: number;
  /** How exactly arrivals keep to their due times; absent: `auto`. */
  readonly pacing?: Pacing;
};

/** What a load tells while it runs; called on the main thread. */
export type LoadListeners = {
  /** About once a second from the first phase on, and a last time on closing. */
  readonly onInterval: (interval: LoadInterval) => void;
  /** One second of a phase, by due time, once the longest limit has passed since its end. */
  readonly onWindow: (window: LoadWindow) => void;
  /** A phase has come to its own end; one that was ended by `drive`, `rest` or `close` is not told. */
  readonly onPhaseEnd: (phase: Phase) => void;
  readonly onFailure: (error: PlimsollError) => void;
  /** What the code of a workload has to say of itself, and why its arrivals end badly: each text once. */
  readonly onRemark?: (text: string) => void;
};

/** A load being driven. */
export type Load = {
  /** Begins a phase a few ms from now, ending the present one. Arrival numbers and the schedule start anew. */
  readonly drive: (phase: Phase) => void;
  /** No more arrivals; what is in flight goes on, and so do windows and intervals. */
  readonly rest: () => void;
  /** Resolves true once the present phase is over and nothing is in flight or waiting, false after `limitMs`. */
  readonly drain: (limitMs: number) => Promise<boolean>;
  /** Totals over every phase for which `include` holds; exact after close. */
  readonly totals: (include: (phase: Phase) => boolean) => LoadTotals;
  /** Ends: what waits becomes unsent, what is in flight unfinished. Twice is harmless. */
  readonly close: () => Promise<void>;
};

const intervalMs = 1_000;
const lookMs = 50;
const lifelessMs = 10_000;
/** Beginnings and ends lie this far ahead, so that no worker has gone past them when it learns of them. */
const leadMs = 20;
/** With no latency limit, a window is judged this long after its end. */
const defaultJudgeAfterMs = 1_000;

/** Starts a load at rest: its workers are ready, and nothing is sent until `drive`. */
export async function startLoad(spec: LoadSpec, clock: Clock, listeners: LoadListeners): Promise<Load> {
  const specs = workerSpecs(spec);
  const watched = spec.watched ?? [];
  const longestLimitMs = longestLimit(spec);
  const layout = phaseLayout(longestLimitMs, spec.work.names.length, watched.length);
  const judgeAfterMs = longestLimitMs === 0 ? defaultJudgeAfterMs : longestLimitMs;
  const crew = await startWorkerCrew(specs, clock, {
    onFailure: listeners.onFailure,
    onRemark: (text) => listeners.onRemark?.(text),
  });
  const clockOffsetMs = clock.nowMs() - processNowMs();
  const ledgers: PhaseLedger[] = [];
  const timers = new Set<() => void>();
  const drains = new Set<() => void>();
  /** Ledgers with arrivals that have not ended, or windows and intervals that have not been told. */
  let open: readonly PhaseLedger[] = [];
  let current: PhaseLedger | null = null;
  let intervalFromMs = Number.POSITIVE_INFINITY;
  let closing: Promise<void> | null = null;

  const tellInterval = (): void => {
    const nowMs = processNowMs();
    if (nowMs <= intervalFromMs) return;
    const handledUntilMs = crew.handledUntilMs();
    const counted = open.map((ledger) => ledger.takeInterval()).reduce(addTallies, emptyTally);
    const active = current !== null && nowMs < current.endMs() ? current : null;
    listeners.onInterval({
      startMs: intervalFromMs + clockOffsetMs,
      durationMs: nowMs - intervalFromMs,
      phase: active?.phase.name ?? 'rest',
      intendedPerSecond: active === null ? 0 : active.rateAt(nowMs),
      due: counted.dispatched,
      sent: counted.sent,
      outcomes: counted.outcomes,
      ...crew.gauges(),
      resent: counted.resent,
      redirected: counted.redirected,
      responseTime: counted.responseTime,
      serviceTime: counted.serviceTime,
      sendLag: counted.sendLag,
      ...partsOf(counted, spec.work.names),
    });
    intervalFromMs = nowMs;
    // Only here, right after all that they counted was told, may ledgers be put away.
    open = open.filter((ledger) => !ledger.putAway(handledUntilMs));
  };
  const tellWindows = (handledUntilMs: number): void => {
    for (const ledger of open) {
      for (const window of ledger.takeWindows(handledUntilMs)) {
        listeners.onWindow({ ...window, startMs: window.startMs + clockOffsetMs });
      }
    }
  };
  const tellPhaseEnd = (): void => {
    const ended = current;
    if (ended === null || processNowMs() < ended.endMs()) return;
    current = null;
    listeners.onPhaseEnd(ended.phase);
  };
  const isDrained = (): boolean => {
    const handledUntilMs = crew.handledUntilMs();
    return open.every((ledger) => ledger.isSettled(handledUntilMs));
  };
  let handledMs = 0;
  let idleLooks = 0;
  /** A worker that does nothing any more is told once. Looks are counted, not time: a program that was stopped has none. */
  const lookForLife = (): void => {
    const nowHandledMs = crew.handledUntilMs();
    idleLooks = nowHandledMs === handledMs ? idleLooks + 1 : 0;
    handledMs = nowHandledMs;
    if (idleLooks * lookMs !== lifelessMs || ledgers.length === 0) return;
    const sentence = `A worker thread has done nothing for ${lifelessMs / 1000} s: it is kept by something, such as the code of a workload.`;
    listeners.onFailure(new PlimsollError('load-worker-lifeless', sentence));
  };
  const look = (): void => {
    lookForLife();
    const readings = crew.cpu();
    for (const ledger of open) ledger.noteCpu(readings, processNowMs());
    tellWindows(crew.handledUntilMs());
    tellPhaseEnd();
    for (const check of [...drains]) check();
  };
  const beginIntervals = (startMs: number): void => {
    intervalFromMs = startMs;
    timers.add(clock.after(startMs - processNowMs(), () => timers.add(clock.every(intervalMs, tellInterval))));
  };
  timers.add(clock.every(lookMs, look));

  return {
    drive(phase) {
      if (closing !== null) return;
      const startMs = processNowMs() + leadMs;
      current?.cut(startMs);
      const ledger = openPhaseLedger({
        phase,
        startMs,
        layout,
        workers: specs.length,
        limits: spec.limitsMs.length,
        judgeAfterMs,
      });
      ledger.noteCpu(crew.cpu(), processNowMs());
      const seed = phaseSeed(spec.seed, ledgers.length);
      ledger.memories().forEach((memory, worker) => {
        const { shape, durationMs } = phase;
        const { arrivals } = spec;
        const schedule = { shape, durationMs, arrivals, seed, first: worker, stride: specs.length };
        crew.order(worker, { kind: 'drive', phase: { schedule, startMs, memory } });
      });
      if (ledgers.length === 0) beginIntervals(startMs);
      ledgers.push(ledger);
      open = [...open, ledger];
      current = ledger;
      if (Number.isFinite(phase.durationMs))
        timers.add(clock.after(Math.ceil(ledger.endMs() - processNowMs()), tellPhaseEnd));
    },
    rest() {
      current?.cut(processNowMs() + leadMs);
      current = null;
    },
    drain(limitMs) {
      return new Promise((resolve) => {
        const finish = (drained: boolean): void => {
          cancel();
          drains.delete(check);
          resolve(drained);
        };
        const check = (): void => {
          if (closing !== null || isDrained()) finish(isDrained());
        };
        const cancel = clock.after(limitMs, () => finish(isDrained()));
        drains.add(check);
        check();
      });
    },
    totals: (include) =>
      totalOf(
        ledgers.filter((ledger) => include(ledger.phase)),
        spec.work.names,
        processNowMs(),
        closing !== null,
      ),
    close() {
      closing ??= (async () => {
        current?.cut(processNowMs());
        current = null;
        await crew.close();
        for (const cancel of timers) cancel();
        for (const check of [...drains]) check();
        tellWindows(Number.POSITIVE_INFINITY);
        tellInterval();
      })();
      return closing;
    },
  };
}
