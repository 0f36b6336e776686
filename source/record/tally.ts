import { addToSums, type LoadSums, noSums } from '../measure/load-sums.js';
import type { SessionEvent } from '../model/events.js';
import { isLoadActive } from '../model/load-active.js';
import type { RunState } from '../model/run.js';

/** How many there were of each name. */
export type NamedCounts = readonly (readonly [name: string, count: number])[];

/**
 * What a session comes to until one of its events: as much as would take all that came before to add up. With it, a reader
 * that knows the few events that are not told every second need not read the others.
 */
export type Tally = {
  /** Intervals of load, and how many of them there were since it was last started. */
  readonly intervals: number;
  readonly started: number;
  /** Since load was last started. */
  readonly sums: LoadSums;
  /** The last rate above 0 that an interval intended since a rate was told; null where none did. */
  readonly intendedPerSecond: number | null;
  /** Readings of servers, and messages of streams. */
  readonly servers: NamedCounts;
  readonly streams: NamedCounts;
};

/** What a tally goes on from: none of what lies between need be read but these events. */
export type TallySpan = {
  /** The number of the event that the tally before was of; 0 in the first. */
  readonly after: number;
  /**
   * The numbers of those events since then that changed more than counts, though their like comes every second: an interval of
   * another phase, and a stream whose circuit is in another state.
   */
  readonly turns: readonly number[];
};

/** Counts events, and says from time to time what they come to. */
export type Tallying = {
  /** Takes the next event and its number; the tally where one is due, else null. */
  readonly add: (seq: number, event: SessionEvent) => (Tally & TallySpan) | null;
};

/** How far tallies are apart, in ms of the session, and how many turns make one due before. */
const spacingMs = 60_000;
export const mostTurns = 1000;
/** With more names than anybody watches a tally would be long: then there are none any more. */
export const mostTallied = 4096;

/** Begins before the first event. */
export function createTallying(): Tallying {
  const servers = new Map<string, number>();
  const streams = new Map<string, number>();
  const circuits = new Map<string, string>();
  let state: RunState = 'idle';
  let phase: string | null = null;
  let tally: Omit<Tally, 'servers' | 'streams'> = {
    intervals: 0,
    started: 0,
    sums: noSums,
    intendedPerSecond: null,
  };
  let after = 0;
  let turns: number[] = [];
  let talliedMs = 0;

  const count = (seq: number, event: SessionEvent): void => {
    switch (event.kind) {
      case 'session/started':
        circuits.clear();
        return;
      case 'run/state':
        if (!isLoadActive(state) && isLoadActive(event.to)) tally = { ...tally, started: 0, sums: noSums };
        state = event.to;
        return;
      case 'load/rate':
        tally = { ...tally, intendedPerSecond: null };
        return;
      case 'load/interval': {
        const { interval } = event;
        if (interval.phase !== phase) turns.push(seq);
        phase = interval.phase;
        tally = {
          ...tally,
          intervals: tally.intervals + 1,
          started: tally.started + 1,
          sums: addToSums(tally.sums, interval),
          intendedPerSecond: interval.intendedPerSecond > 0 ? interval.intendedPerSecond : tally.intendedPerSecond,
        };
        return;
      }
      case 'server/sample':
        servers.set(event.sample.server, (servers.get(event.sample.server) ?? 0) + 1);
        return;
      case 'stream/sample':
        streams.set(event.sample.stream, (streams.get(event.sample.stream) ?? 0) + 1);
        return;
      case 'stream/health':
        if (circuits.get(event.stream) !== event.circuit.kind) turns.push(seq);
        circuits.set(event.stream, event.circuit.kind);
        return;
      default:
        return;
    }
  };
  return {
    add(seq, event) {
      if (servers.size + streams.size + circuits.size > mostTallied) return null;
      count(seq, event);
      if (event.atMs - talliedMs < spacingMs && turns.length < mostTurns) return null;
      const told = { ...tally, servers: [...servers], streams: [...streams], after, turns };
      after = seq;
      turns = [];
      talliedMs = event.atMs;
      return told;
    },
  };
}
