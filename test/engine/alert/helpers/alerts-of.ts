import type { Message } from '../../../../source/engine/alert/channels/channel.js';
import type { Alert } from '../../../../source/model/alert.js';

/** An alert that fires, of rule `Hot` on host `api-1` unless said otherwise. */
export function alertNamed(id: string, change: Partial<Alert> = {}): Alert {
  return {
    id,
    rule: 'Hot',
    labels: { host: 'api-1', alert: 'Hot' },
    annotations: { summary: 'api-1 is hot' },
    severity: 'critical',
    phase: 'firing',
    value: 95,
    activeAtMs: 1000,
    notifies: true,
    ...change,
  };
}

/** A message about these alerts, all firing. */
export function messageAbout(...alerts: readonly Alert[]): Message {
  return {
    channel: 'ops',
    status: 'firing',
    groupLabels: { alert: 'Hot' },
    alerts: alerts.map((alert) => ({ alert, firedAtMs: 2000, endedAtMs: null })),
    startedAtMs: Date.parse('2026-01-05T12:00:00.000Z'),
    session: 'watched',
  };
}
