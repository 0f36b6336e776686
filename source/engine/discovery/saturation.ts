import { median } from '../../measure/median.js';
import { crossing, fitLine } from './least-squares.js';

/** One resource of one server at one rate that was offered. Ratios 0 to 1; `signal` is any sign of waiting for it. */
export type ResourceReading = {
  readonly server: string;
  readonly resource: string;
  readonly perSecond: number;
  readonly utilisation: number;
  /** Run queue a core, pressure, throttled share, accept-queue drops, retransmits...: null where it is not read. */
  readonly signal: number | null;
  readonly errors: number;
};

/** How near one resource of one server is to its end. Rates per second. */
export type ResourceHeadroom = {
  readonly server: string;
  readonly resource: string;
  /** Predicted saturation over the found line; below 1 it should already be saturated. */
  readonly headroom: number;
  readonly interval95: readonly [number, number] | null;
  /** Lowest rate from which on the signal of waiting stands; null where it never does. */
  readonly onsetPerSecond: number | null;
  /** The most that the signal was; null where it is not read. */
  readonly peakSignal: number | null;
  readonly hasErrors: boolean;
};

/** A resource nearly used up no longer shows how its use grows. */
const tellingUse = 0.95;

/**
 * Headroom of every resource by the utilisation law, u = a + b * rate through the trials that it carried: saturation
 * where u reaches `cap`. A resource whose use does not grow with the load is left out.
 */
export function headroomsOf(
  readings: readonly ResourceReading[],
  linePerSecond: number,
  cap = 1,
): readonly ResourceHeadroom[] {
  const groups = new Map<string, ResourceReading[]>();
  for (const reading of readings) {
    const key = JSON.stringify([reading.server, reading.resource]);
    groups.set(key, [...(groups.get(key) ?? []), reading]);
  }
  return [...groups.values()].flatMap((group) => {
    const telling = group.filter(({ utilisation }) => utilisation < tellingUse);
    const line = fitLine(telling.map(({ perSecond, utilisation }) => ({ x: perSecond, y: utilisation })));
    if (line === null || !(line.slope > 0)) return [];
    const { at, interval95 } = crossing(line, cap);
    const [{ resource, server }] = group as [ResourceReading];
    return [
      {
        server,
        resource,
        headroom: at / linePerSecond,
        interval95: interval95 === null ? null : [interval95[0] / linePerSecond, interval95[1] / linePerSecond],
        onsetPerSecond: onsetOf(group),
        peakSignal: group.reduce<number | null>(
          (most, { signal }) => (signal === null || (most !== null && most >= signal) ? most : signal),
          null,
        ),
        hasErrors: group.some(({ errors }) => errors > 0),
      },
    ];
  });
}

/**
 * The lowest rate at which the signal leaves what it is at low load (median + the larger of 3 MAD and a fifth) and does
 * not come back at any higher one. The lower half of the rates is low load.
 */
function onsetOf(group: readonly ResourceReading[]): number | null {
  const known = group.flatMap(({ perSecond, signal }) => (signal === null ? [] : [{ perSecond, signal }]));
  const sorted = known.sort((a, b) => a.perSecond - b.perSecond);
  const low = sorted.slice(0, Math.floor(sorted.length / 2)).map(({ signal }) => signal);
  if (low.length < 2) return null;
  const usual = median(low);
  const deviation = median(low.map((signal) => Math.abs(signal - usual)));
  const bound = usual + Math.max(3 * deviation, 0.2 * usual, 1e-9);
  let onset: number | null = null;
  for (const { perSecond, signal } of sorted.toReversed()) {
    if (signal <= bound) break;
    onset = perSecond;
  }
  return onset;
}
