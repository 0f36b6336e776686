/** A format that a scraper can be given. */
export type ExpositionFormat = 'protobuf' | 'openmetrics' | 'text';

/** What is said of each format in `Content-Type`. */
export const contentTypes: { readonly [format in ExpositionFormat]: string } = {
  protobuf: 'application/vnd.google.protobuf; proto=io.prometheus.client.MetricFamily; encoding=delimited',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  text: 'text/plain; version=0.0.4; charset=utf-8',
};

/**
 * The format that an `Accept` header likes best; text where it likes none or says nothing. Of what it likes alike, the one that
 * tells most. https://prometheus.io/docs/instrumenting/content_negotiation/
 */
export function formatFor(accept: string | undefined): ExpositionFormat {
  let best: ExpositionFormat = 'text';
  let bestQuality = 0;
  for (const range of (accept ?? '').slice(0, 4096).split(',')) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const of = new Map(parameters.map((part) => [part.split('=')[0]!.trim(), part.split('=')[1]?.trim() ?? '']));
    const format = formatOf(type, of);
    const quality = Number(of.get('q') ?? '1');
    if (format === null || !(quality > 0)) continue;
    if (quality > bestQuality || (quality === bestQuality && rank[format] > rank[best])) {
      best = format;
      bestQuality = quality;
    }
  }
  return best;
}

const rank: { readonly [format in ExpositionFormat]: number } = { text: 0, openmetrics: 1, protobuf: 2 };

function formatOf(type: string, parameters: ReadonlyMap<string, string>): ExpositionFormat | null {
  switch (type) {
    case 'application/vnd.google.protobuf':
      return parameters.get('proto') === 'io.prometheus.client.metricfamily' &&
        parameters.get('encoding') === 'delimited'
        ? 'protobuf'
        : null;
    case 'application/openmetrics-text':
      return 'openmetrics';
    case 'text/plain':
    case 'text/*':
    case '*/*':
      return 'text';
    default:
      return null;
  }
}
