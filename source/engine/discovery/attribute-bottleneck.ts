import { median } from '../../measure/median.js';
import { rateText, shareText } from '../../model/quantity-text.js';
import { headroomsOf, type ResourceHeadroom, type ResourceReading } from './saturation.js';

/** One rate that was offered, as the load saw it, beside the readings of servers at it. */
export type OfferedRate = {
  readonly perSecond: number;
  /** Mean requests in flight. */
  readonly inFlight: number;
  /** Share of arrivals that were bad, and that failed. */
  readonly badRatio: number;
  readonly failedRatio: number;
  /** The generator could not send what was asked. */
  readonly isGeneratorLimited: boolean;
};

export type BottleneckLabel =
  | 'generator-limited'
  | 'error-limited'
  | 'not-load-driven'
  | 'imbalanced'
  | 'resource-limited'
  | 'concurrency-limited'
  | 'not-known';

/** What gives first, with the reason in words, and every resource by how much it is suspected. */
export type Attribution = {
  readonly label: BottleneckLabel;
  readonly server: string | null;
  readonly resource: string | null;
  readonly headroom: number | null;
  readonly reason: string;
  readonly suspects: readonly (ResourceHeadroom & { readonly score: number })[];
};

const limitedWithin = [0.9, 1.25] as const;

/**
 * Shares of the time that some task waited for a resource from which on that alone names it, by resource. A processor has
 * a queue now and then at half its use already; one held back by a quota has one nearly always.
 */
const pressing: { readonly [resource: string]: number } = { cpu: 0.8, memory: 0.1, disk: 0.4 };
const idleAbove = 1.5;
const imbalance = 1.25;

/** In flight no longer grows with the rate: within this of each other over the highest rates. */
const plateau = 0.1;

/**
 * What gives first at a line of `linePerSecond`, from what servers did at each rate and what the load saw. Pure and
 * without a clock. The labels are tried from what is surest to what is only likely.
 */
export function attributeBottleneck(
  readings: readonly ResourceReading[],
  offered: readonly OfferedRate[],
  linePerSecond: number,
  allowedRatio: number,
): Attribution {
  const suspects = headroomsOf(readings, linePerSecond)
    .map((found) => ({ ...found, score: scoreOf(found, linePerSecond) }))
    .sort((a, b) => b.score - a.score);
  const named = (label: BottleneckLabel, reason: string, suspect: ResourceHeadroom | null = null): Attribution => ({
    label,
    server: suspect?.server ?? null,
    resource: suspect?.resource ?? null,
    headroom: suspect?.headroom ?? null,
    reason,
    suspects,
  });
  if (offered.some((rate) => rate.isGeneratorLimited)) {
    return named('generator-limited', 'the load generator could not send what was asked');
  }
  const nearLine = offered.filter((rate) => Math.abs(rate.perSecond / linePerSecond - 1) <= 0.1);
  const isFailing = nearLine.some((rate) => rate.badRatio > allowedRatio && rate.failedRatio > 0.5 * rate.badRatio);
  const idle = offered.filter((rate) => rate.perSecond >= 0.3 * linePerSecond && rate.perSecond <= 0.6 * linePerSecond);
  const floor = median(idle.map((rate) => rate.badRatio));
  if (idle.length >= 2 && floor >= 0.3 * allowedRatio) {
    return named('not-load-driven', 'already at half of the line a good part of the allowed arrivals is bad');
  }
  const growing = new Set(suspects.map(keyOf));
  const uneven = imbalanceOf(
    readings.filter((reading) => growing.has(keyOf(reading))),
    linePerSecond,
  );
  const [first] = [...suspects].sort((a, b) => a.headroom - b.headroom);
  if (uneven !== null && first !== undefined && first.headroom <= limitedWithin[1]) {
    const lost = `${Math.round(100 * (1 - uneven.mean / uneven.most))} % of the capacity is lost by it`;
    return named(
      'imbalanced',
      `${uneven.server} does ${(uneven.most / uneven.usual).toFixed(2)} times what the others do; ${lost}`,
      first,
    );
  }
  const [best] = suspects;
  const limited = suspects.find(
    ({ headroom, interval95, resource }) =>
      headroom >= limitedWithin[0] &&
      headroom <= limitedWithin[1] &&
      // The use of a processor grows with the load as a matter of course; that of all else must be seen to.
      (resource === 'cpu' || interval95 !== null),
  );
  if (limited !== undefined) {
    return named('resource-limited', `${limited.resource} of ${limited.server} is used up near the line`, limited);
  }
  const pressed = suspects.find(
    ({ onsetPerSecond, peakSignal, resource }) =>
      onsetPerSecond !== null &&
      onsetPerSecond <= 1.05 * linePerSecond &&
      (peakSignal ?? 0) >= (pressing[resource] ?? Number.POSITIVE_INFINITY),
  );
  if (pressed !== undefined) {
    const { onsetPerSecond, peakSignal, resource, server } = pressed;
    const from = `from ${rateText(onsetPerSecond ?? 0)} on`;
    return named(
      'resource-limited',
      `${from} tasks wait for ${resource} of ${server}, up to ${shareText(peakSignal ?? 0)} of the time, though it is not used up`,
      pressed,
    );
  }
  if (isFailing) return named('error-limited', 'most bad arrivals near the line failed, they were not slow');
  const most = inFlightPlateau(offered);
  if (most !== null && suspects.length > 0 && suspects.every(({ headroom }) => headroom > idleAbove)) {
    return named(
      'concurrency-limited',
      `requests in flight stay at about ${Math.round(most)} while every resource has room: a pool of that size`,
    );
  }
  return named(
    'not-known',
    best === undefined ? 'no server was watched' : 'no resource that is watched is near its end',
    first ?? null,
  );
}

function keyOf({ resource, server }: { readonly resource: string; readonly server: string }): string {
  return JSON.stringify([server, resource]);
}

function scoreOf({ hasErrors, headroom, onsetPerSecond }: ResourceHeadroom, linePerSecond: number): number {
  if (!(headroom < 1.3) || headroom <= 0) return 0;
  const nearness = 1 / Math.max(0.02, Math.abs(Math.log(headroom)));
  return nearness * (onsetPerSecond !== null && onsetPerSecond <= linePerSecond ? 2 : 1) * (hasErrors ? 3 : 1);
}

/** The busiest server where it does far more than its peers do, by the same resource near the line. */
function imbalanceOf(
  readings: readonly ResourceReading[],
  linePerSecond: number,
): { readonly server: string; readonly most: number; readonly usual: number; readonly mean: number } | null {
  const near = readings.filter(({ perSecond }) => perSecond >= 0.6 * linePerSecond);
  for (const resource of new Set(near.map((reading) => reading.resource))) {
    const uses = [...new Set(near.map((reading) => reading.server))].flatMap((server) => {
      const own = near.filter((reading) => reading.server === server && reading.resource === resource);
      return own.length === 0 ? [] : [{ server, use: median(own.map(({ utilisation }) => utilisation)) }];
    });
    if (uses.length < 2) continue;
    const sorted = uses.map(({ use }) => use).sort((a, b) => a - b);
    const busiest = uses.reduce((most, one) => (one.use > most.use ? one : most));
    // Of two servers the other one is the measure, not the middle of both.
    const usual = sorted[Math.floor((sorted.length - 1) / 2)]!;
    const mean = sorted.reduce((sum, use) => sum + use, 0) / sorted.length;
    if (busiest.use > imbalance * usual) return { server: busiest.server, most: busiest.use, usual, mean };
  }
  return null;
}

/** Requests in flight over the highest rates where they stopped growing; null where they did not. */
function inFlightPlateau(offered: readonly OfferedRate[]): number | null {
  const sorted = [...offered].sort((a, b) => a.perSecond - b.perSecond);
  const top = sorted.slice(-3);
  const [low] = sorted;
  if (top.length < 3 || low === undefined || sorted.length < 5) return null;
  const counts = top.map(({ inFlight }) => inFlight);
  const most = Math.max(...counts);
  const grew = top.at(-1)!.perSecond / top[0]!.perSecond > 1.03;
  return grew && Math.min(...counts) >= (1 - plateau) * most && low.inFlight < 0.7 * most ? most : null;
}
