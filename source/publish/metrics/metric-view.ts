import { withoutSecrets } from '../../config/without-secrets.js';
import type { SessionEvent, SessionHead } from '../../model/events.js';
import type { Clock } from '../../time/clock.js';
import { createCollector } from './collector.js';
import { createLoadPart } from './load-part.js';
import type { Moment } from './metric.js';
import { createNodePart } from './node-part.js';
import type { Part } from './part.js';
import { createSearchPart } from './search-part.js';
import { createServerPart } from './server-part.js';
import { createSessionPart } from './session-part.js';
import { createStreamPart } from './stream-part.js';

/** All numbers of a session, as they stand: the one thing that every format and every receiver is made of. */
export type MetricView = {
  readonly observe: (event: SessionEvent) => void;
  readonly read: () => Moment;
};

/** A view of nothing yet. `more` tells what does not come by events: how publishing itself goes. */
export function createMetricView(
  { id, startedAt }: Pick<SessionHead, 'id' | 'startedAt'>,
  clock: Pick<Clock, 'wallMs'>,
  more: Pick<Part, 'collect'>,
): MetricView {
  const parts: readonly Part[] = [
    createSessionPart(),
    createLoadPart(),
    createSearchPart(),
    createServerPart(),
    createStreamPart(),
    createNodePart(),
  ];
  return {
    observe(event) {
      const told = event.kind === 'session/started' ? withoutSecretTarget(event) : event;
      for (const part of parts) part.observe(told);
    },
    read() {
      const collector = createCollector();
      for (const part of parts) part.collect(collector);
      more.collect(collector);
      return { atMs: clock.wallMs(), startedAtMs: Date.parse(startedAt), session: id, metrics: collector.metrics() };
    },
  };
}

/** The URL under load becomes a label, and may have a key in it. */
function withoutSecretTarget(event: Extract<SessionEvent, { kind: 'session/started' }>): SessionEvent {
  const { target } = event.head;
  if (target === null) return event;
  const cleaned = withoutSecrets(target).value;
  return { ...event, head: { ...event.head, target: typeof cleaned === 'string' ? cleaned : null } };
}
