import type { ServerDetail, ServerSample } from './server.js';

type Fixed = 'server' | 'cores' | 'memoryTotalBytes' | 'detail' | 'counted';
type FixedDetail = 'corePercents' | 'swapTotalBytes' | 'pressure';

/**
 * How finely the numbers of a server are told, in steps per unit: finer than any source knows them. A percent comes from ticks
 * of 10 ms and a load from two decimals, so that a thousandth loses nothing, and such a number is kept as a small integer.
 */
export const serverSteps = {
  sample: { cpuPercent: 1000, memoryUsedBytes: 1, load1: 1000, rttMs: 1000 },
  detail: {
    userPercent: 1000,
    systemPercent: 1000,
    stealPercent: 1000,
    ioWaitPercent: 1000,
    load5: 1000,
    load15: 1000,
    swapUsedBytes: 1,
    diskReadBytesPerSecond: 1,
    diskWriteBytesPerSecond: 1,
    diskBusyPercent: 1000,
    networkInBytesPerSecond: 1,
    networkOutBytesPerSecond: 1,
    uptimeSeconds: 100,
    lossRatio: 1_000_000,
  },
  pressure: { cpuPercent: 1000, memoryPercent: 1000, ioPercent: 1000 },
} as const satisfies {
  readonly sample: { readonly [Name in Exclude<keyof ServerSample, Fixed>]: number };
  readonly detail: { readonly [Name in Exclude<keyof ServerDetail, FixedDetail>]: number };
  readonly pressure: { readonly [Name in keyof ServerDetail['pressure']]: number };
};

/** Steps of each core's own percent. */
export const corePercentSteps = 1000;

/**
 * A reading in whole steps. Readings are rounded before anybody sees them, so that a recording shows to the last digit what
 * was shown live. What is made of counts (`ratesOf`) is in whole steps already, and stays as it is.
 */
export function inSteps(sample: ServerSample): ServerSample {
  const { detail } = sample;
  const headline = { ...sample, ...rounded(sample, serverSteps.sample) };
  if (detail === undefined) return headline;
  const cores = detail.corePercents?.map((percent) => toStep(percent, corePercentSteps)) ?? null;
  const pressure = rounded(detail.pressure, serverSteps.pressure);
  return {
    ...headline,
    detail: { ...detail, ...rounded(detail, serverSteps.detail), corePercents: cores, pressure },
  };
}

function rounded<Name extends string>(
  numbers: { readonly [Key in NoInfer<Name>]: number | null },
  steps: { readonly [Key in Name]: number },
): { readonly [Key in Name]: number | null } {
  const result: Partial<Record<Name, number | null>> = {};
  for (const name in steps) result[name] = toStep(numbers[name], steps[name]);
  // Each of the names has got its number just now.
  return result as Record<Name, number | null>;
}

function toStep(value: number | null, steps: number): number | null {
  return value === null ? null : Math.round(value * steps) / steps;
}
