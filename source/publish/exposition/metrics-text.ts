import { classicBoundsUs, countsBelow } from '../../measure/classic-buckets.js';
import type { HistogramData } from '../../model/histogram.js';
import { replaceUnprintable } from '../../model/plain-text.js';
import type { Labels, Metric, Point } from '../metrics/metric.js';
import { sampleName } from '../metrics/sample-name.js';

/** The two text formats that Prometheus and all that speak like it read. */
export type TextDialect = 'prometheus' | 'openmetrics';

/** Longest value of a label, in UTF-16 units. */
const longestLabel = 500;

/**
 * Metrics as text: Prometheus' format 0.0.4, or OpenMetrics 1.0.0, which names counters without `_total` at their head and
 * ends with a mark. https://prometheus.io/docs/instrumenting/exposition_formats/, https://prometheus.io/docs/specs/om/
 */
export function metricsText(metrics: readonly Metric[], dialect: TextDialect): string {
  const parts = metrics.map(({ family, points }) => {
    const sample = sampleName(family);
    const isOpen = dialect === 'openmetrics';
    const head = isOpen ? family.name : sample;
    const kind = family.kind === 'info' && !isOpen ? 'gauge' : family.kind;
    const unit = isOpen && family.unit !== null ? `# UNIT ${head} ${family.unit}\n` : '';
    const lines = points.map((point) => pointText(sample, point));
    return `# HELP ${head} ${family.help}\n# TYPE ${head} ${kind}\n${unit}${lines.join('')}`;
  });
  return `${parts.join('')}${dialect === 'openmetrics' ? '# EOF\n' : ''}`;
}

function pointText(name: string, point: Point): string {
  switch (point.kind) {
    case 'number':
      return `${name}${labelText(point.labels)} ${point.value}\n`;
    case 'histogram':
      return histogramText(name, point.labels, point.data);
  }
}

function histogramText(name: string, labels: Labels, data: HistogramData): string {
  const below = countsBelow(data);
  const buckets = classicBoundsUs.map((boundUs, at) => {
    return `${name}_bucket${labelText([...labels, ['le', decimal(boundUs / 1e6)]])} ${below[at]}\n`;
  });
  const own = labelText(labels);
  return `${buckets.join('')}${name}_bucket${labelText([...labels, ['le', '+Inf']])} ${data.count}
${name}_count${own} ${data.count}
${name}_sum${own} ${data.sumUs / 1e6}
`;
}

/** Bounds have a point always: OpenMetrics asks for it, and a bound must not be called otherwise from format to format. */
export function decimal(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

function labelText(labels: Labels): string {
  if (labels.length === 0) return '';
  return `{${labels.map(([name, value]) => `${name}="${escaped(value)}"`).join(',')}}`;
}

/** Names come from outside too: what could end a line or turn it round stands for itself no more. */
function escaped(value: string): string {
  return replaceUnprintable(value.slice(0, longestLabel), '\ufffd').replace(/[\\"]/g, '\\$&');
}
