import { quantileUs } from '../../measure/histogram.js';
import type { LoadTotals } from '../../model/load.js';
import type { PhaseLedger } from './phase-ledger.js';
import { addTallies, emptyTally, unsettled } from './tally.js';

/**
 * The totals over some phases of a load. `closed`: the load has ended, so that whatever has no outcome (which happens
 * when a worker died) is unfinished. Times on the `processNowMs()` scale.
 */
export function totalOf(ledgers: readonly PhaseLedger[], nowMs: number, closed: boolean): LoadTotals {
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
    responseTime: tally.responseTime,
    serviceTime: tally.serviceTime,
    sendLag: tally.sendLag,
    meanInFlight: durationMs === 0 ? 0 : tally.inFlightIntegral / durationMs,
    generatorCpuRatio: busiestCpuRatio(ledgers),
    generatorLoopDelayP99Ms: quantileUs(tally.loopDelay, 0.99) / 1000,
  };
}

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
