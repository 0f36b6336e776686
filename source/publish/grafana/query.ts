import type { Family, Labels } from '../metrics/metric.js';
import { sampleName } from '../metrics/sample-name.js';

/** What every series of a dashboard is chosen by: the source that the viewer picked. */
const chosen = 'instance=~"$instance"';

/** A family's series in PromQL. */
export function series(family: Family, labels: Labels = [], suffix = ''): string {
  const all = [chosen, ...labels.map(([name, value]) => `${name}=~"${value}"`)];
  return `${sampleName(family)}${suffix}{${all.join(',')}}`;
}

/** How fast a counter grows, by some labels or altogether. */
export function rateOf(family: Family, by: readonly string[] = [], labels: Labels = []): string {
  const sum = by.length === 0 ? 'sum' : `sum by (${by.join(', ')}) `;
  return `${sum}(rate(${series(family, labels)}[$__rate_interval]))`;
}

/** A quantile of a histogram, of what came within the viewer's step. */
export function quantileOf(family: Family, quantile: number, by: readonly string[] = []): string {
  const buckets = series(family, [], '_bucket');
  return `histogram_quantile(${quantile}, sum by (${['le', ...by].join(', ')}) (rate(${buckets}[$__rate_interval])))`;
}

/** How many came within the viewer's step, by bucket: what a heatmap is drawn of. */
export function bucketsOf(family: Family): string {
  return `sum by (le) (increase(${series(family, [], '_bucket')}[$__rate_interval]))`;
}

/** How fast a counter of node_exporter's grows on each server, whoever read it. */
export function ofServers(family: Family): string {
  return `sum by (instance) (rate(${sampleName(family)}[$__rate_interval]))`;
}
