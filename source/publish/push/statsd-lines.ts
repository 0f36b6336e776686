import { quantileUs, subtractHistograms } from '../../measure/histogram.js';
import { toldQuantiles } from '../../measure/told-quantiles.js';
import type { HistogramData } from '../../model/histogram.js';
import type { Family, Labels, Moment } from '../metrics/metric.js';

/**
 * Makes StatsD lines of moments: gauges as they stand, counters as what came since the moment before, and of histograms the
 * quantiles of what came since then. Labels become part of the name, or tags as DogStatsD has them.
 * https://github.com/statsd/statsd/blob/master/docs/metric_types.md
 */
export function createStatsdLines(tags: boolean): (moment: Moment) => readonly string[] {
  const counters = new Map<string, number>();
  const histograms = new Map<string, HistogramData>();
  return ({ metrics, session }) => {
    const lines: string[] = [];
    for (const { family, points } of metrics) {
      for (const point of points) {
        const { name, end } = tags ? tagged(family, point.labels, session) : dotted(family, point.labels);
        if (point.kind === 'number' && family.kind === 'counter') {
          const more = point.value - (counters.get(name + end) ?? 0);
          counters.set(name + end, point.value);
          if (more > 0) lines.push(`${name}:${plain(more)}|c${end}`);
        } else if (point.kind === 'number') {
          // A number with a sign would change the gauge by that much; it is set to 0 first.
          if (point.value < 0) lines.push(`${name}:0|g${end}`);
          lines.push(`${name}:${plain(point.value)}|g${end}`);
        } else {
          const before = histograms.get(name + end);
          histograms.set(name + end, point.data);
          const more = before === undefined ? point.data : subtractHistograms(point.data, before);
          if (more.count === 0) continue;
          for (const [quantile, share] of toldQuantiles) {
            lines.push(`${name}.${quantile}:${plain(quantileUs(more, share) / 1e6)}|g${end}`);
          }
        }
      }
    }
    return lines;
  };
}

type Named = { readonly name: string; readonly end: string };

/** `plimsoll_settled` with outcome ok: `plimsoll.settled.ok`. */
function dotted(family: Family, labels: Labels): Named {
  const values = labels.map(([, value]) => value.replace(/[^A-Za-z0-9_-]/g, '_') || '_');
  return { name: [baseName(family), ...values].join('.'), end: '' };
}

function tagged(family: Family, labels: Labels, session: string): Named {
  const all = [...labels, ['session', session]].map(
    ([name, value]) => `${name}:${value!.replace(/[^\w./:@%<> -]/g, '_')}`,
  );
  return { name: baseName(family), end: `|#${all.join(',')}` };
}

function baseName({ name }: Family): string {
  return name.replace('_', '.');
}

/** Without an exponent, which not every receiver reads. */
function plain(value: number): string {
  const text = String(value);
  return text.includes('e') ? value.toFixed(12) : text;
}
