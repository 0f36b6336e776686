import { scaleLinear, scaleLog } from 'd3-scale';

/** A map from values to places, with the values that are worth a mark. */
export type Axis = {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
  readonly low: number;
  readonly high: number;
};

/** Values from 0 or `low` up to a round number that is not less than the highest. */
export function linearAxis(highest: number, from: number, to: number, ticks: number, low = 0): Axis {
  const scale = scaleLinear([low, highest > low ? highest : low + 1], [from, to]).nice(ticks);
  const [first, last] = scale.domain() as [number, number];
  return { at: (value) => scale(value), ticks: scale.ticks(ticks), low: first, high: last };
}

/** Values on a logarithmic scale; those under its low end lie on it. Marks at 1, 2 and 5 of each decade where there is room. */
export function logAxis(lowest: number, highest: number, from: number, to: number): Axis {
  const low = nice(Math.max(1e-3, lowest), Math.floor);
  const high = Math.max(nice(Math.max(1e-3, highest), Math.ceil), low * 2);
  const scale = scaleLog([low, high], [from, to]);
  const decades = Math.log10(high / low);
  const marks: number[] = [];
  for (let decade = 10 ** Math.floor(Math.log10(low) + 1e-9); decade <= high * 1.001; decade *= 10) {
    for (const part of decades > 5 ? [1] : [1, 2, 5]) marks.push(decade * part);
  }
  const ticks = marks.filter((mark) => mark >= low * 0.999 && mark <= high * 1.001);
  return { at: (value) => scale(Math.min(high, Math.max(low, value))), ticks, low, high };
}

/** The nearest 1, 2 or 5 of a decade, below or above. */
function nice(value: number, round: (value: number) => number): number {
  const decade = 10 ** Math.floor(Math.log10(value) + 1e-9);
  const steps = [1, 2, 5, 10];
  const part = value / decade;
  const step =
    round === Math.floor ? steps.findLast((one) => one <= part * 1.0001) : steps.find((one) => one >= part * 0.9999);
  return decade * (step ?? 1);
}

const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400];

/** The session's clock from one end of a chart to the other. */
export function timeAxis(fromMs: number, toMs: number, from: number, to: number, most: number): Axis {
  const span = Math.max(1_000, toMs - fromMs);
  const scale = scaleLinear([fromMs, fromMs + span], [from, to]);
  const wanted = span / 1000 / most;
  const stepMs = (timeSteps.find((step) => step >= wanted) ?? Math.ceil(wanted / 86_400) * 86_400) * 1000;
  const ticks: number[] = [];
  for (let at = Math.ceil(fromMs / stepMs) * stepMs; at <= fromMs + span; at += stepMs) ticks.push(at);
  return { at: (value) => scale(value), ticks, low: fromMs, high: fromMs + span };
}
