import { quantileUs } from '../../measure/histogram.js';
import { emptyHistogram } from '../../model/histogram.js';
import type { LoadTimings, LoadTotals, NamedLoad } from '../../model/load.js';
import { noOutcomes } from '../../model/outcome.js';
import type { PhaseLedger } from './phase-ledger.js';
import { addTallies, emptyTally, type Tally, unsettled } from './tally.js';

/**
 * The totals over some phases of a load. `closed`: the load has ended, so that whatever has no outcome (which happens
 * when a worker died) is unfinished. `names` are those of the requests. Times on the `processNowMs()` scale.
 */
export function totalOf(
  ledgers: readonly PhaseLedger[],
  names: readonly string[],
  nowMs: number,
  closed: boolean,
): LoadTotals {
  const tally = ledgers.map((ledger) => ledger.total()).reduce(addTallies, emptyTally);
  const durationMs = ledgers.reduce(
    (sum, ledger) => sum + Math.max(0, Math.min(ledger.endMs(), nowMs) - ledger.startMs),
    0,
  );
  const lost = closed ? unsettled(tally) : 0;
  return {
    durationMs,
    intended: tally.dispatched,
    sent: tally.sent,
    outcomes: { ...tally.outcomes, unfinished: tally.outcomes.unfinished + lost },
    unsentByGenerator: tally.unsentByGenerator,
    resent: tally.resent,
    redirected: tally.redirected,
    responseTime: tally.responseTime,
    serviceTime: tally.serviceTime,
    sendLag: tally.sendLag,
    ...partsOf(tally, names),
    meanInFlight: durationMs === 0 ? 0 : tally.inFlightIntegral / durationMs,
    generatorCpuRatio: busiestCpuRatio(ledgers),
    generatorLoopDelayP99Ms: quantileUs(tally.loopDelay, 0.99) / 1000,
  };
}

/** What intervals and totals alike tell apart: where time went, and the names of requests where there are several. */
export function partsOf(
  tally: Tally,
  names: readonly string[],
): { readonly timings: LoadTimings; readonly requests?: readonly NamedLoad[] } {
  const { connect, firstByte, body, server } = tally;
  const timings = { connect, firstByte, body, server };
  if (names.length < 2) return { timings };
  return { timings, requests: names.map((name, index) => ({ name, ...(tally.names[index] ?? noName) })) };
}

const noName = { outcomes: noOutcomes, responseTime: emptyHistogram, serviceTime: emptyHistogram };

/** CPU time as a share of one core, of the worker that used most over all the phases. */
function busiestCpuRatio(ledgers: readonly PhaseLedger[]): number {
  const usedMs: number[] = [];
  const inMs: number[] = [];
  for (const ledger of ledgers) {
    for (const [worker, cpu] of ledger.cpu().entries()) {
      usedMs[worker] = (usedMs[worker] ?? 0) + cpu.usedMs;
      inMs[worker] = (inMs[worker] ?? 0) + cpu.inMs;
    }
  }
  return Math.max(0, ...usedMs.map((used, worker) => (inMs[worker]! > 0 ? used / inMs[worker]! : 0)));
}
