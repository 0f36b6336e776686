import type { DiscoveryEvent, DiscoveryPhase } from '../model/discovery.js';
import { pushBounded } from './bounded.js';

/** Probes kept: far more than the longest search makes. */
const probeLimit = 200;

/** One probe that has its verdict. */
export type JudgedProbe = Omit<Extract<DiscoveryEvent, { readonly kind: 'verdict' }>, 'kind'> & {
  readonly atMs: number;
};

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
export function addDiscoveryEvent(before: DiscoveryState | null, event: DiscoveryEvent, atMs: number): DiscoveryState {
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
      return { ...search, current: null, probes: pushBounded(search.probes, { ...probe, atMs }, probeLimit) };
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

function endOf(search: DiscoveryState, secondsLeft: number | undefined, atMs: number): number | null {
  return secondsLeft === undefined ? search.endsAtMs : atMs + secondsLeft * 1000;
}

/** The search is over; the next event of a search begins another one. */
export function endDiscovery(search: DiscoveryState | null, atMs: number): DiscoveryState | null {
  if (search === null || search.endedAtMs !== null) return search;
  return { ...search, phase: 'done', current: null, endedAtMs: atMs };
}
