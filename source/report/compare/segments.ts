import { createCellSeries, createRunSeries, type RunCell } from '../../measure/run-cells.js';
import type { Segment, UseCell } from './digest.js';

/** What one second told of a load: its cell, and the CPU use of servers that was read in it. */
export type LoadSecond = {
  readonly phase: string;
  readonly perSecond: number;
  readonly level: number | null;
  readonly cell: RunCell;
  readonly cpu: readonly (readonly [server: string, percent: number])[];
};

/** Sorts the seconds of a load by their rate. */
export type Segments = {
  readonly add: (second: LoadSecond) => void;
  readonly end: () => readonly Segment[];
};

/** A rate held for fewer seconds was passed through, not measured. */
export const fewestHeldSeconds = 5;
/** More rates, or servers, than anybody measures: what comes beyond them is left out. */
const mostSegments = 200;
const mostServers = 100;

type Growing = Segment & { readonly cpu: Map<string, ReturnType<typeof createCellSeries<UseCell>>> };

/**
 * Segments of none. Seconds in a row of one rate and phase are one stay; its first second still has the answers of the load
 * before it and is left out. Stays at one rate are one segment, however many they were.
 */
export function createSegments(): Segments {
  const segments = new Map<string, Growing>();
  let stay: LoadSecond | null = null;
  // The first seconds wait until it is known that the rate was held; after that each goes where it belongs at once.
  let waiting: LoadSecond[] = [];
  let held: Growing | null = null;

  const open = ({ perSecond, level }: LoadSecond): Growing | null => {
    const key = `${level} ${perSecond.toPrecision(5)}`;
    const found = segments.get(key);
    if (found !== undefined) return found;
    if (segments.size >= mostSegments) return null;
    const made: Growing = { perSecond, level, run: createRunSeries(), cpu: new Map() };
    segments.set(key, made);
    return made;
  };
  return {
    add(second) {
      if (stay === null || !isSameStay(stay, second)) {
        stay = second;
        waiting = [];
        held = null;
        return;
      }
      if (held !== null) return keep(held, second);
      waiting.push(second);
      if (waiting.length + 1 < fewestHeldSeconds) return;
      held = open(second);
      if (held !== null) for (const earlier of waiting) keep(held, earlier);
      waiting = [];
    },
    end: () => [...segments.values()].sort((a, b) => (a.level ?? 0) - (b.level ?? 0) || a.perSecond - b.perSecond),
  };
}

function isSameStay(a: LoadSecond, b: LoadSecond): boolean {
  return a.phase === b.phase && a.perSecond === b.perSecond && a.level === b.level;
}

function keep({ run, cpu }: Growing, second: LoadSecond): void {
  run.add(second.cell);
  for (const [server, percent] of second.cpu) {
    let series = cpu.get(server);
    if (series === undefined) {
      if (cpu.size >= mostServers) continue;
      series = createCellSeries<UseCell>((a, b) => ({ amount: a.amount + b.amount, total: a.total + b.total }));
      cpu.set(server, series);
    }
    series.add({ amount: percent, total: 1 });
  }
}
