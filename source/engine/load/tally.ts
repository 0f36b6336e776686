import { mergeHistograms, subtractHistograms } from '../../measure/histogram.js';
import { createHistogramRecorder } from '../../measure/histogram-recorder.js';
import { emptyHistogram, type HistogramData } from '../../model/histogram.js';
import { addOutcomes, noOutcomes, type OutcomeCounts, outcomes } from '../../model/outcome.js';
import { counterAt, type PhaseLayout } from './phase-memory.js';

/** Everything counted in one phase so far, or between two readings of it. */
export type Tally = {
  /** Arrivals that the generator has come to handle. */
  readonly dispatched: number;
  readonly sent: number;
  readonly outcomes: OutcomeCounts;
  readonly unsentByGenerator: number;
  /** Requests sent a second time, since their kept connection turned out closed. */
  readonly resent: number;
  /** Request-milliseconds in flight. */
  readonly inFlightIntegral: number;
  readonly responseTime: HistogramData;
  readonly serviceTime: HistogramData;
  readonly sendLag: HistogramData;
  readonly loopDelay: HistogramData;
};

export const emptyTally: Tally = {
  dispatched: 0,
  sent: 0,
  outcomes: noOutcomes,
  unsentByGenerator: 0,
  resent: 0,
  inFlightIntegral: 0,
  responseTime: emptyHistogram,
  serviceTime: emptyHistogram,
  sendLag: emptyHistogram,
  loopDelay: emptyHistogram,
};

/** Reads what one worker has counted in a phase. */
export function readTally(memory: SharedArrayBuffer, layout: PhaseLayout): Tally {
  const floats = new Float64Array(memory, 0, Object.keys(counterAt).length);
  const histogram = (name: Parameters<PhaseLayout['histogramOffset']>[0]): HistogramData =>
    createHistogramRecorder(memory, layout.histogramOffset(name)).toData();
  // Ends before beginnings: the worker goes on counting, and there must never be more ended than begun.
  const ended = mapOutcomes((outcome) => floats[counterAt[outcome]]!);
  return {
    outcomes: ended,
    unsentByGenerator: floats[counterAt.unsentByGenerator]!,
    resent: floats[counterAt.resent]!,
    inFlightIntegral: floats[counterAt.inFlightIntegral]!,
    responseTime: histogram('responseTime'),
    serviceTime: histogram('serviceTime'),
    sendLag: histogram('sendLag'),
    loopDelay: histogram('loopDelay'),
    sent: floats[counterAt.sent]!,
    dispatched: floats[counterAt.dispatched]!,
  };
}

export function addTallies(a: Tally, b: Tally): Tally {
  return combine(a, b, 1, addOutcomes(a.outcomes, b.outcomes), mergeHistograms);
}

/** What was counted between an earlier and a later reading of the same worker's phase. */
export function subtractTallies(later: Tally, earlier: Tally): Tally {
  const ended = mapOutcomes((outcome) => later.outcomes[outcome] - earlier.outcomes[outcome]);
  return combine(later, earlier, -1, ended, subtractHistograms);
}

/** Arrivals handled and not ended: in flight or waiting. */
export function unsettled(tally: Tally): number {
  return outcomes.reduce((left, outcome) => left - tally.outcomes[outcome], tally.dispatched);
}

function combine(
  a: Tally,
  b: Tally,
  sign: 1 | -1,
  ended: OutcomeCounts,
  join: (a: HistogramData, b: HistogramData) => HistogramData,
): Tally {
  return {
    dispatched: a.dispatched + sign * b.dispatched,
    sent: a.sent + sign * b.sent,
    outcomes: ended,
    unsentByGenerator: a.unsentByGenerator + sign * b.unsentByGenerator,
    resent: a.resent + sign * b.resent,
    inFlightIntegral: a.inFlightIntegral + sign * b.inFlightIntegral,
    responseTime: join(a.responseTime, b.responseTime),
    serviceTime: join(a.serviceTime, b.serviceTime),
    sendLag: join(a.sendLag, b.sendLag),
    loopDelay: join(a.loopDelay, b.loopDelay),
  };
}

function mapOutcomes(value: (outcome: (typeof outcomes)[number]) => number): OutcomeCounts {
  return {
    ok: value('ok'),
    badStatus: value('badStatus'),
    timeout: value('timeout'),
    connectionFailed: value('connectionFailed'),
    unsent: value('unsent'),
    unfinished: value('unfinished'),
  };
}
