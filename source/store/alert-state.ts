import type { Alert, AlertEvent, AlertMute } from '../model/alert.js';
import type { Severity } from '../model/events.js';

/** An alert that fires, since when, and why nobody is told of it where that is so. */
export type FiringAlert = { readonly alert: Alert; readonly sinceMs: number; readonly mute: AlertMute | null };

/** Alerts as they are now. */
export type AlertsState = {
  /** Most urgent first: those that nobody has acknowledged, the more severe, the older. */
  readonly firing: readonly FiringAlert[];
  /** The last notification that reached nobody; null once one did again. */
  readonly undelivered: { readonly channel: string; readonly text: string; readonly atMs: number } | null;
};

export const noAlerts: AlertsState = { firing: [], undelivered: null };

/** Alerts kept: a cluster that is lost altogether fires for each of its servers. */
const most = 500;

/** The alerts after one more event. */
export function addAlertEvent(state: AlertsState, event: AlertEvent, atMs: number): AlertsState {
  switch (event.kind) {
    case 'state': {
      const { alert } = event;
      const others = state.firing.filter((one) => one.alert.id !== alert.id);
      if (alert.phase !== 'firing') return others.length === state.firing.length ? state : { ...state, firing: others };
      return { ...state, firing: inOrder([...others, { alert, sinceMs: atMs, mute: null }]) };
    }
    case 'mute':
      return {
        ...state,
        firing: inOrder(state.firing.map((one) => (one.alert.id === event.id ? { ...one, mute: event.mute } : one))),
      };
    case 'notified': {
      const { channel, text } = event;
      return { ...state, undelivered: event.isDelivered ? null : { channel, text, atMs } };
    }
    case 'action':
      return state;
  }
}

const ranks: { readonly [severity in Severity]: number } = { critical: 0, warning: 1, info: 2, good: 3 };

function inOrder(alerts: readonly FiringAlert[]): readonly FiringAlert[] {
  const rank = ({ alert, mute }: FiringAlert): number => ranks[alert.severity] + (mute === null ? 0 : 10);
  return alerts.toSorted((a, b) => rank(a) - rank(b) || a.sinceMs - b.sinceMs).slice(0, most);
}
