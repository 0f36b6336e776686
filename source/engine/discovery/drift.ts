import { levelOf } from './level.js';
import type { Sample } from './sample.js';

/** Samples that a trend must rest on, how sure it must be (Student's t), and how much of it is worth a word. */
const fewest = 6;
const clearT = 4;
const leastPerMinute = 0.004;

/**
 * Change of the CPU cost of one arrival per minute, as a ratio, where it is clearly not chance: the target's capacity
 * moves the other way while it is measured. Null without a CPU reading or a clear trend.
 */
export function driftPerMinute(samples: readonly Sample[]): number | null {
  const points = samples.flatMap(({ perSecond, windows }) => {
    const { cpuRatio } = levelOf(windows);
    const first = windows[0];
    if (first === undefined || cpuRatio === null || cpuRatio < 0.1 || cpuRatio > 0.97 || windows.length < 5) return [];
    return [{ minutes: first.startMs / 60_000, lnCost: Math.log(cpuRatio / perSecond) }];
  });
  if (points.length < fewest) return null;
  const meanMinutes = points.reduce((sum, point) => sum + point.minutes, 0) / points.length;
  const meanCost = points.reduce((sum, point) => sum + point.lnCost, 0) / points.length;
  let spread = 0;
  let together = 0;
  for (const { lnCost, minutes } of points) {
    spread += (minutes - meanMinutes) ** 2;
    together += (minutes - meanMinutes) * (lnCost - meanCost);
  }
  if (spread === 0) return null;
  const slope = together / spread;
  let rest = 0;
  for (const { lnCost, minutes } of points) rest += (lnCost - meanCost - slope * (minutes - meanMinutes)) ** 2;
  const error = Math.sqrt(rest / (points.length - 2) / spread);
  return Math.abs(slope) >= leastPerMinute && Math.abs(slope) > clearT * error ? slope : null;
}

/**
 * The samples as they would have been at the end, each at the rate that was then the same share of the capacity. With
 * them the interval is that of the final state, not of an average over the search.
 */
export function asOfEnd(samples: readonly Sample[], perMinute: number): readonly Sample[] {
  const last = samples.at(-1)?.windows.at(-1)?.startMs ?? 0;
  return samples.map((sample) => {
    const minutes = (last - (sample.windows[0]?.startMs ?? last)) / 60_000;
    return { ...sample, perSecond: sample.perSecond * Math.exp(-perMinute * minutes) };
  });
}
