import type { HistogramData } from '../../model/histogram.js';
import type { Family, Labels, Metric, Point } from './metric.js';

/** Gathers what parts have to tell into families, each of which stands together as every format asks. */
export type Collector = {
  /** What is not known (null, or no number) is left out: absent is not 0. */
  readonly put: (family: Family, labels: Labels, value: number | null | undefined) => void;
  readonly histogram: (family: Family, labels: Labels, data: HistogramData) => void;
  readonly metrics: () => readonly Metric[];
};

export function createCollector(): Collector {
  const gathered = new Map<Family, Point[]>();
  const add = (family: Family, point: Point): void => {
    const points = gathered.get(family);
    if (points === undefined) gathered.set(family, [point]);
    else points.push(point);
  };
  return {
    put(family, labels, value) {
      if (typeof value === 'number' && Number.isFinite(value)) add(family, { kind: 'number', labels, value });
    },
    histogram: (family, labels, data) => add(family, { kind: 'histogram', labels, data }),
    metrics: () => [...gathered].map(([family, points]) => ({ family, points })),
  };
}
