/** A logarithmic scale over whole 1-2-5 steps. */
export type LogScale = {
  readonly low: number;
  readonly high: number;
  /** Where a value lies, 0 (low) to 1 (high), clamped. */
  readonly at: (value: number) => number;
  /** The 1-2-5 values from low to high, ascending. */
  readonly ticks: readonly number[];
};

/** Values outside of this many milliseconds are drawn at its edge: a hundredth of a millisecond to an hour. */
const lowest = 0.01;
const highest = 3_600_000;

/** The tightest scale that holds all the values; at least a factor of five high, so that noise does not fill the chart. */
export function logScale(values: readonly number[]): LogScale {
  const known = values.filter((value) => Number.isFinite(value) && value > 0);
  const least = Math.min(highest, Math.max(lowest, known.length === 0 ? 1 : minimum(known)));
  const most = Math.min(highest, Math.max(least, known.length === 0 ? 100 : maximum(known)));
  let low = stepAtOrBelow(least);
  let high = stepAtOrAbove(most);
  while (high / low < 4.99) {
    high = stepAtOrAbove(high * 1.01);
    if (high / low < 4.99) low = stepAtOrBelow(low * 0.99);
  }
  const ticks: number[] = [];
  for (let tick = low; tick <= high * 1.001; tick = stepAtOrAbove(tick * 1.01)) ticks.push(tick);
  const span = Math.log(high / low);
  return { low, high, ticks, at: (value) => Math.min(1, Math.max(0, Math.log(Math.max(value, low) / low) / span)) };
}

const steps = [1, 2, 5, 10] as const;

function stepAtOrAbove(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const step = steps.find((candidate) => candidate * decade >= value * (1 - 1e-9)) ?? 10;
  return round(step * decade);
}

function stepAtOrBelow(value: number): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const step = steps.findLast((candidate) => candidate * decade <= value * (1 + 1e-9)) ?? 1;
  return round(step * decade);
}

/** Powers of ten below one are not exact: 5 * 10 ** -2 would be shown as 0.05000000000000001. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}

function minimum(values: readonly number[]): number {
  return values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
}

function maximum(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
