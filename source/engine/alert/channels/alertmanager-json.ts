import type { Message } from './channel.js';

/**
 * The message as Prometheus' Alertmanager posts it to webhooks, version 4: what receives those, receives this.
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export function alertmanagerJson(message: Message, receiver: string): object {
  const { status, groupLabels, alerts, startedAtMs, session } = message;
  const iso = (atMs: number): string => new Date(startedAtMs + atMs).toISOString();
  return {
    version: '4',
    groupKey: JSON.stringify(groupLabels),
    truncatedAlerts: 0,
    status,
    receiver,
    groupLabels,
    commonLabels: common(alerts.map(({ alert }) => ({ ...alert.labels, alertname: alert.rule }))),
    commonAnnotations: common(alerts.map(({ alert }) => alert.annotations)),
    externalURL: `plimsoll:${session}`,
    alerts: alerts.map(({ alert, endedAtMs }) => ({
      status: endedAtMs === null ? 'firing' : 'resolved',
      labels: { ...alert.labels, alertname: alert.rule },
      annotations: alert.annotations,
      startsAt: iso(alert.activeAtMs),
      // Alertmanager writes Go's zero time for what is not over.
      endsAt: endedAtMs === null ? '0001-01-01T00:00:00Z' : iso(endedAtMs),
      generatorURL: '',
      fingerprint: alert.id,
    })),
  };
}

/** What all of them have in common. */
function common(all: readonly { readonly [name: string]: string }[]): { readonly [name: string]: string } {
  const [first = {}, ...others] = all;
  return Object.fromEntries(
    Object.entries(first).filter(([name, value]) => others.every((one) => one[name] === value)),
  );
}
