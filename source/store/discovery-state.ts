import type { DiscoveryEvent, DiscoveryPhase } from '../model/discovery.js';
import { pushBounded } from './bounded.js';
import type { LoadPoint } from './load-state.js';
import { addSpreads, spreadQuantileMs } from './spread.js';

/** Intervals of one probe that count, at most: the last ones. */
export const longestProbeIntervals = 120;

/** Probes kept: far more than the longest search makes. */
const probeLimit = 200;

/** One probe that has its verdict. */
export type JudgedProbe = Omit<Extract<DiscoveryEvent, { readonly kind: 'verdict' }>, 'kind'> & {
  readonly atMs: number;
  /** What was measured while it ran; null where no interval fell into it. */
  readonly measured: ProbeMeasure | null;
};

/** Achieved rate (good replies a second) and response time of one probe. */
export type ProbeMeasure = { readonly achievedPerSecond: number; readonly p50Ms: number; readonly p99Ms: number };

/** The probe under way. */
export type CurrentProbe = {
  readonly perSecond: number;
  readonly phase: DiscoveryPhase;
  readonly seconds: number;
  readonly startedAtMs: number;
  readonly endsAtMs: number;
};

/** Everything kept of one search. Rates per second. */
export type DiscoveryState = {
  readonly startedAtMs: number;
  readonly endedAtMs: number | null;
  readonly phase: DiscoveryPhase;
  readonly reason: string;
  /** When the search will probably be over, as it last said; null where it did not. */
  readonly endsAtMs: number | null;
  readonly lowerPerSecond: number | null;
  readonly upperPerSecond: number | null;
  /** Oldest first. */
  readonly probes: readonly JudgedProbe[];
  readonly current: CurrentProbe | null;
};

/** Adds what the search says of itself; begins a new search when there is none or the last one has ended. */
export function addDiscoveryEvent(
  before: DiscoveryState | null,
  event: DiscoveryEvent,
  atMs: number,
  points: readonly LoadPoint[] = [],
): DiscoveryState {
  const search: DiscoveryState =
    before === null || before.endedAtMs !== null
      ? {
          startedAtMs: atMs,
          endedAtMs: null,
          phase: 'precheck',
          reason: '',
          endsAtMs: null,
          lowerPerSecond: null,
          upperPerSecond: null,
          probes: [],
          current: null,
        }
      : before;
  switch (event.kind) {
    case 'phase':
      return {
        ...search,
        phase: event.phase,
        reason: event.reason,
        endsAtMs: endOf(search, event.secondsLeft, atMs),
        current: null,
      };
    case 'probe':
      return {
        ...search,
        endsAtMs: endOf(search, event.secondsLeft, atMs),
        current: {
          perSecond: event.perSecond,
          phase: event.phase,
          seconds: event.seconds,
          startedAtMs: atMs,
          endsAtMs: atMs + event.seconds * 1000,
        },
      };
    case 'verdict': {
      const { kind: _kind, ...probe } = event;
      const measured = search.current === null ? null : measureOf(points, search.current.startedAtMs);
      return { ...search, current: null, probes: pushBounded(search.probes, { ...probe, atMs, measured }, probeLimit) };
    }
    case 'bracket':
      return { ...search, lowerPerSecond: event.lowerPerSecond, upperPerSecond: event.upperPerSecond };
    case 'level':
      return {
        ...search,
        reason: `level ${event.level}, ${event.requests} requests one after another`,
        endsAtMs: endOf(search, event.secondsLeft, atMs),
      };
    case 'level-verdict':
      return { ...search, reason: `level ${event.level} ${event.verdict}: ${event.reason}` };
  }
}

/** The intervals that began while the probe ran; a first one that began just before belongs to the probe before. */
function measureOf(points: readonly LoadPoint[], fromMs: number): ProbeMeasure | null {
  const own = points.slice(-longestProbeIntervals).filter((point) => point.startMs >= fromMs - 100);
  const durationMs = own.reduce((sum, point) => sum + point.durationMs, 0);
  const spread = addSpreads(own.map((point) => point.spread));
  const p50Ms = spreadQuantileMs(spread, 0.5);
  const p99Ms = spreadQuantileMs(spread, 0.99);
  if (p50Ms === null || p99Ms === null || durationMs <= 0) return null;
  const ok = own.reduce((sum, point) => sum + point.outcomes.ok, 0);
  return { achievedPerSecond: (ok * 1000) / durationMs, p50Ms, p99Ms };
}

function endOf(search: DiscoveryState, secondsLeft: number | undefined, atMs: number): number | null {
  return secondsLeft === undefined ? search.endsAtMs : atMs + secondsLeft * 1000;
}

/** The search is over; the next event of a search begins another one. */
export function endDiscovery(search: DiscoveryState | null, atMs: number): DiscoveryState | null {
  if (search === null || search.endedAtMs !== null) return search;
  return { ...search, phase: 'done', current: null, endedAtMs: atMs };
}
