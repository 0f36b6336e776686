import { latencyFigures } from '../../measure/histogram.js';
import { replaceUnprintable } from '../../model/plain-text.js';
import type { Labels, Moment, Point } from '../metrics/metric.js';
import { sampleName } from '../metrics/sample-name.js';

/**
 * A moment in Influx' line protocol, a line for each series: the name of the metric as measurement, its labels and the session
 * as tags, and `value`, or what is printed of a histogram, as fields; times in nanoseconds.
 * https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/
 */
export function influxLines(moment: Moment): string {
  const time = `${Math.round(moment.atMs)}000000`;
  const lines = moment.metrics.flatMap(({ family, points }) => {
    const name = sampleName(family);
    return points.map((point) => `${name}${tagText(point.labels, moment.session)} ${fieldText(point)} ${time}\n`);
  });
  return lines.join('');
}

function fieldText(point: Point): string {
  if (point.kind === 'number') return `value=${point.value}`;
  const { count, sumUs } = point.data;
  // A field that nobody knows is left out.
  const fields = Object.entries(latencyFigures(point.data)).flatMap(([name, ms]) =>
    ms === null ? [] : [`${name}=${ms / 1000}`],
  );
  return [`count=${count}`, `sum=${sumUs / 1e6}`, ...fields].join(',');
}

/** A tag without a value is refused by receivers, and left out. */
function tagText(labels: Labels, session: string): string {
  const tags = new Map<string, string>([...labels, ['session', session]]);
  return [...tags].map(([name, value]) => (value === '' ? '' : `,${name}=${escaped(value)}`)).join('');
}

/** A backslash at the end would take the blank behind it along; there is no way to write one there. */
function escaped(value: string): string {
  return replaceUnprintable(value.slice(0, 500), '\ufffd').replaceAll('\\', '/').replace(/[, =]/g, '\\$&');
}
