import type { FiringAlert } from '../alert-state.js';
import type { SessionView } from '../state.js';

/** What the alert strip shows. */
export type AlertsView = {
  /** Most urgent first. */
  readonly firing: readonly FiringAlert[];
  readonly undelivered: string | null;
  readonly nowMs: number;
};

/** Null where nothing fires and every notification arrived: then there is no strip. */
export function selectAlerts({ alerts }: SessionView, nowMs: number): AlertsView | null {
  const { firing, undelivered } = alerts;
  if (firing.length === 0 && undelivered === null) return null;
  return { firing, undelivered: undelivered === null ? null : `${undelivered.channel}: ${undelivered.text}`, nowMs };
}
