import type { ReadSecret } from '../config/authorization.js';
import type { PublishConfig } from '../config/publish-config.js';
import type { EventSink, SessionHead, Severity } from '../model/events.js';
import { plainText } from '../model/plain-text.js';
import { countText } from '../model/quantity-text.js';
import type { Clock } from '../time/clock.js';
import type { Random } from '../time/random.js';
import { type MetricsServer, startMetricsServer } from './exposition/metrics-server.js';
import type { Collector } from './metrics/collector.js';
import { families } from './metrics/families.js';
import type { Labels } from './metrics/metric.js';
import { createMetricView } from './metrics/metric-view.js';
import { asNumber } from './metrics/part.js';
import { type Receiver, startReceiver } from './push/receiver.js';
import { receiverPlans } from './push/receiver-plans.js';

/** What is published of one session, while it lasts. */
export type Publishing = {
  /** Takes in every event of the session. */
  readonly sink: EventSink;
  /** Where metrics are scraped; null where they are not. */
  readonly url: string | null;
  /** From now on, and of what came before: told when a receiver is lost, and when it is back. */
  readonly onNews: (tell: (severity: Severity, text: string) => void) => void;
  /** Sends what is left, for at most `limitMs`, and ends. Gives what became of it all, in a sentence for each receiver that lost something. */
  readonly close: (limitMs: number) => Promise<readonly string[]>;
};

export type PublishingStage = {
  readonly head: Pick<SessionHead, 'id' | 'startedAt'>;
  readonly clock: Clock;
  readonly random: Random;
  /** How receivers come by their secrets. */
  readonly readSecret: ReadSecret;
  /** What scrapers must show; null: nothing. */
  readonly token: string | null;
};

/** Starts to publish as the config says. Rejects with Node's own error where the port for scrapers cannot be had. */
export async function startPublishing(config: PublishConfig, stage: PublishingStage): Promise<Publishing> {
  const { clock, head, random, readSecret, token } = stage;
  const news: (readonly [Severity, string])[] = [];
  let tellNews = (severity: Severity, text: string): void => {
    news.push([severity, text]);
  };
  const receivers: Receiver[] = [];
  const view = createMetricView(head, clock, { collect: (collector) => collectReceivers(receivers, collector) });
  const { listen } = config;
  const server: MetricsServer | null =
    listen === null ? null : await startMetricsServer({ ...listen, token, read: view.read, clock });
  for (const plan of receiverPlans(config, readSecret)) {
    receivers.push(startReceiver(plan, clock, random, view.read, (severity, text) => tellNews(severity, text)));
  }
  return {
    sink: view.observe,
    url: server?.url ?? null,
    onNews(tell) {
      for (const [severity, text] of news.splice(0)) tell(severity, text);
      tellNews = tell;
    },
    async close(limitMs) {
      tellNews = () => {};
      await Promise.all([server?.close(), ...receivers.map((receiver) => receiver.close(limitMs))]);
      return receivers.flatMap(lossOf);
    },
  };
}

function collectReceivers(receivers: readonly Receiver[], { put }: Collector): void {
  for (const { name, counts, circuit } of receivers) {
    const labels: Labels = [['to', name]];
    const { dropped, expired, pending, sent } = counts();
    for (const [how, count] of Object.entries({ sent, dropped, expired })) {
      put(families.publishEnded, [...labels, ['how', how]], count);
    }
    put(families.publishPending, labels, pending);
    put(families.publishOpen, labels, asNumber(circuit().kind === 'open'));
  }
}

function lossOf({ name, counts, lostBecause }: Receiver): readonly string[] {
  const { accepted, dropped, expired, sent } = counts();
  const lost = dropped + expired;
  if (lost === 0) return [];
  const reason = lostBecause() ?? 'it had not answered when the session ended';
  return [`metrics reached ${name} ${countText(sent)} of ${countText(accepted)} times: ${plainText(reason, 300)}`];
}
