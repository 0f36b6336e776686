import { mergeHistograms, subtractHistograms } from '../../measure/histogram.js';
import { createHistogramRecorder } from '../../measure/histogram-recorder.js';
import { emptyHistogram, type HistogramData } from '../../model/histogram.js';
import { addOutcomes, noOutcomes, type OutcomeCounts, outcomes } from '../../model/outcome.js';
import { counterAt, type PhaseLayout, phaseHistograms } from './phase-memory.js';

type Histograms = { readonly [name in (typeof phaseHistograms)[number]]: HistogramData };

/** Everything counted in one phase so far, or between two readings of it. */
export type Tally = Histograms & {
  /** Arrivals that the generator has come to handle. */
  readonly dispatched: number;
  readonly sent: number;
  readonly outcomes: OutcomeCounts;
  readonly unsentByGenerator: number;
  /** Requests sent a second time, since their kept connection turned out closed. */
  readonly resent: number;
  /** Requests sent because the answer to another sent the arrival on. */
  readonly redirected: number;
  /** Request-milliseconds in flight. */
  readonly inFlightIntegral: number;
  /** What was counted under each name, in the order of names; none where there is but one. */
  readonly names: readonly NameTally[];
};

/** What was counted under one name of request. */
export type NameTally = {
  readonly outcomes: OutcomeCounts;
  readonly responseTime: HistogramData;
  readonly serviceTime: HistogramData;
};

export const emptyTally: Tally = {
  dispatched: 0,
  sent: 0,
  outcomes: noOutcomes,
  unsentByGenerator: 0,
  resent: 0,
  redirected: 0,
  inFlightIntegral: 0,
  names: [],
  ...mapHistograms(() => emptyHistogram),
};

const emptyName: NameTally = { outcomes: noOutcomes, responseTime: emptyHistogram, serviceTime: emptyHistogram };

/** Reads what one worker has counted in a phase. */
export function readTally(memory: SharedArrayBuffer, layout: PhaseLayout): Tally {
  const floats = new Float64Array(memory, 0, Math.floor(memory.byteLength / 8));
  const at = (offset: number): HistogramData => createHistogramRecorder(memory, offset).toData();
  // Ends before beginnings: the worker goes on counting, and there must never be more ended than begun.
  const ended = mapOutcomes((outcome) => floats[counterAt[outcome]]!);
  return {
    outcomes: ended,
    unsentByGenerator: floats[counterAt.unsentByGenerator]!,
    resent: floats[counterAt.resent]!,
    redirected: floats[counterAt.redirected]!,
    inFlightIntegral: floats[counterAt.inFlightIntegral]!,
    names: Array.from({ length: layout.names }, (_, name) => ({
      outcomes: mapOutcomes((outcome) => floats[layout.nameStart(name) + outcomes.indexOf(outcome)]!),
      responseTime: at(layout.nameHistogramOffset(name, 'responseTime')),
      serviceTime: at(layout.nameHistogramOffset(name, 'serviceTime')),
    })),
    ...mapHistograms((name) => at(layout.histogramOffset(name))),
    sent: floats[counterAt.sent]!,
    dispatched: floats[counterAt.dispatched]!,
  };
}

export function addTallies(a: Tally, b: Tally): Tally {
  return combine(a, b, 1, mergeHistograms);
}

/** What was counted between an earlier and a later reading of the same worker's phase. */
export function subtractTallies(later: Tally, earlier: Tally): Tally {
  return combine(later, earlier, -1, subtractHistograms);
}

/** Arrivals handled and not ended: in flight or waiting. */
export function unsettled(tally: Tally): number {
  return outcomes.reduce((left, outcome) => left - tally.outcomes[outcome], tally.dispatched);
}

type Join = (a: HistogramData, b: HistogramData) => HistogramData;

function combine(a: Tally, b: Tally, sign: 1 | -1, join: Join): Tally {
  return {
    dispatched: a.dispatched + sign * b.dispatched,
    sent: a.sent + sign * b.sent,
    outcomes: combineOutcomes(a.outcomes, b.outcomes, sign),
    unsentByGenerator: a.unsentByGenerator + sign * b.unsentByGenerator,
    resent: a.resent + sign * b.resent,
    redirected: a.redirected + sign * b.redirected,
    inFlightIntegral: a.inFlightIntegral + sign * b.inFlightIntegral,
    names: Array.from({ length: Math.max(a.names.length, b.names.length) }, (_, name) =>
      combineNames(a.names[name] ?? emptyName, b.names[name] ?? emptyName, sign, join),
    ),
    ...mapHistograms((name) => join(a[name], b[name])),
  };
}

function combineNames(a: NameTally, b: NameTally, sign: 1 | -1, join: Join): NameTally {
  return {
    outcomes: combineOutcomes(a.outcomes, b.outcomes, sign),
    responseTime: join(a.responseTime, b.responseTime),
    serviceTime: join(a.serviceTime, b.serviceTime),
  };
}

function combineOutcomes(a: OutcomeCounts, b: OutcomeCounts, sign: 1 | -1): OutcomeCounts {
  return sign === 1 ? addOutcomes(a, b) : mapOutcomes((outcome) => a[outcome] - b[outcome]);
}

function mapHistograms(value: (name: keyof Histograms) => HistogramData): Histograms {
  // Every name is in the list that the type is made of.
  return Object.fromEntries(phaseHistograms.map((name) => [name, value(name)])) as Histograms;
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
