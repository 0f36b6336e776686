import type { SessionEvent } from '../../model/events.js';
import { fieldsOf } from '../recorded-value.js';
import type { ExportAbout } from './about.js';
import { createTeller } from './openmetrics-teller.js';
import { createSpool } from './spool.js';

/**
 * A session in the OpenMetrics text format, with the times of its own, for Prometheus to be filled with afterwards
 * (`promtool tsdb create-blocks-from openmetrics`). Base units; every metric has the label `session`. Each family stands
 * together, as the format asks, so that a long session goes through temporary files.
 */
export function* openMetricsOf(events: Iterable<SessionEvent>, about: ExportAbout): Generator<string | Uint8Array> {
  const spool = createSpool();
  try {
    const teller = createTeller(spool, about);
    for (const event of events) {
      switch (event.kind) {
        case 'load/interval':
          teller.interval(event.atMs, fieldsOf(event.interval));
          break;
        case 'server/sample': {
          const sample = fieldsOf(event.sample);
          teller.server(event.atMs, sample, fieldsOf(sample.detail));
          break;
        }
        case 'stream/sample':
          teller.stream(event.atMs, fieldsOf(event.sample));
          break;
        default:
          break;
      }
    }
    for (const { head, pieces } of spool.read()) {
      yield head;
      yield* pieces;
    }
    yield '# EOF\n';
  } finally {
    spool.close();
  }
}
