import { isObject } from '../model/plain-object.js';

/** Empty buckets that are written out between two others: beyond it a new run is shorter. */
const widestGap = 3;
/** More buckets than any histogram has, so that a run of a strange file cannot count for ever. */
const mostBuckets = 65_536;

/**
 * Buckets (`[index, count, index, count, ...]`, indexes ascending) as runs: each the index of its first bucket and then a
 * count for each bucket from there on. `[412, 3, 413, 5, 470, 1]` becomes `[[412, 3, 5], [470, 1]]`, which as JSON takes a
 * third of the space.
 */
export function runsOf(buckets: readonly number[]): readonly (readonly number[])[] {
  const runs: number[][] = [];
  let run: number[] = [];
  let next = Number.NEGATIVE_INFINITY;
  for (let at = 0; at + 1 < buckets.length; at += 2) {
    const index = buckets[at]!;
    if (index - next > widestGap || index < next) {
      run = [index];
      runs.push(run);
    } else {
      for (; next < index; next++) run.push(0);
    }
    run.push(buckets[at + 1]!);
    next = index + 1;
  }
  return runs;
}

/** Runs as buckets again; null where they are none. */
export function bucketsOf(runs: unknown): readonly number[] | null {
  if (!Array.isArray(runs)) return null;
  const buckets: number[] = [];
  let next = 0;
  for (const run of runs) {
    if (!Array.isArray(run)) return null;
    const [first, ...counts]: readonly unknown[] = run;
    if (typeof first !== 'number' || !Number.isInteger(first) || first < next || first > mostBuckets) return null;
    next = first;
    for (const count of counts) {
      if (typeof count !== 'number' || !Number.isInteger(count) || count < 0 || next > mostBuckets) return null;
      if (count > 0) buckets.push(next, count);
      next++;
    }
  }
  return buckets;
}

/** A value with the buckets of every histogram in it as runs. Objects and lists without one stay as they are. */
export function withRuns(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withRuns);
  if (!isObject(value)) return value;
  const { buckets, ...rest } = value;
  if (Array.isArray(buckets)) return { ...rest, runs: runsOf(buckets) };
  return mapped(value, withRuns);
}

/** The same backwards; a histogram whose runs are none is left as it is. `depth` bounds what a strange file may nest. */
export function withBuckets(value: unknown, depth = 6): unknown {
  if (depth === 0) return value;
  if (Array.isArray(value)) return value.map((entry) => withBuckets(entry, depth - 1));
  if (!isObject(value)) return value;
  const { runs, ...rest } = value;
  const buckets = runs === undefined ? null : bucketsOf(runs);
  if (buckets !== null) return { ...rest, buckets };
  return mapped(value, (entry) => withBuckets(entry, depth - 1));
}

function mapped(value: Readonly<Record<string, unknown>>, change: (entry: unknown) => unknown): unknown {
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, change(entry)]));
}
