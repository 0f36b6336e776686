import { type ReadSecret, secretAt } from '../config/authorization.js';
import type { PublishConfig } from '../config/publish-config.js';
import { messageOf } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { Moment } from '../publish/metrics/metric.js';
import { receiverPlans } from '../publish/push/receiver-plans.js';
import type { Tried } from './tried.js';

const longestWaitMs = 5_000;

/** Sends every receiver of metrics that answers the metric of a session that is only tried: 1, and what it is. */
export async function tryReceivers(
  config: PublishConfig,
  readSecret: ReadSecret,
  atMs: number,
): Promise<readonly Tried[]> {
  const family = {
    name: 'plimsoll_check',
    kind: 'info',
    help: 'Somebody tried the way to this receiver.',
    unit: null,
  } as const;
  const metrics: Moment['metrics'] = [{ family, points: [{ kind: 'number', labels: [], value: 1 }] }];
  const moment: Moment = { atMs, startedAtMs: atMs, session: 'check', metrics };
  // A datagram has no answer: nothing would be known of it.
  const plans = receiverPlans({ ...config, statsd: null }, readSecret);
  return Promise.all(
    plans.map(async (plan): Promise<Tried> => {
      const tried = { kind: 'receiver', name: plan.name } as const;
      try {
        await plan.pack(moment)?.send(AbortSignal.timeout(longestWaitMs));
        return { ...tried, isOk: true, message: 'it takes metrics', hint: null };
      } catch (error) {
        const hint = 'docs/publish.md says what each kind of receiver is sent, and where';
        return { ...tried, isOk: false, message: plainText(messageOf(error), 400), hint };
      }
    }),
  );
}

/** Reads the token that scrapers of /metrics must have, where the config names one. */
export async function tryMetricsToken({ token }: PublishConfig, readSecret: ReadSecret): Promise<readonly Tried[]> {
  if (token === 'kept' || token === 'none') return [];
  const tried = { kind: 'secret', name: 'publish.metrics-token' } as const;
  const found = await secretAt(token, tried.name, readSecret);
  if (found.kind === 'ok') return [{ ...tried, isOk: true, message: 'it can be read', hint: null }];
  const { hint, message } = found.problem;
  return [{ ...tried, isOk: false, message, hint }];
}
