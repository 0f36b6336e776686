import type { Alert, AlertEvent } from '../model/alert.js';
import { clockText } from '../model/clock-text.js';
import { plainText } from '../model/plain-text.js';
import type { AlertsState } from './alert-state.js';
import type { Words } from './log-state.js';

/** Longest sentence about an alert. */
const longest = 200;

/** An alert in a few words: its rule, its series, and its summary where the rule has one. */
export function alertText({ rule, labels, annotations, value }: Alert): string {
  const { host, stream, request } = labels;
  const series = host ?? stream ?? request;
  const about = annotations.summary ?? (value === null ? '' : String(Number(value.toPrecision(3))));
  const named = series === undefined ? rule : `${rule} ${series}`;
  return plainText(about === '' ? named : `${named}: ${about}`, longest);
}

/** The line of the log that an event about alerts is worth; null where it is worth none. */
export function alertWords(before: AlertsState, event: AlertEvent): Words | null {
  switch (event.kind) {
    case 'state': {
      const { alert } = event;
      const text = alertText(alert);
      if (alert.phase === 'firing') return { topic: 'alert', severity: alert.severity, text };
      if (alert.phase !== 'resolved') return null;
      return { topic: 'alert', severity: 'good', text: plainText(`${text} is over: ${event.because}`, longest) };
    }
    case 'mute': {
      const alert = before.firing.find((one) => one.alert.id === event.id)?.alert;
      const { mute } = event;
      if (alert === undefined || mute === null || mute.kind === 'inhibited') return null;
      const how = mute.kind === 'silenced' ? `silenced until ${clockText(mute.untilMs)}` : 'acknowledged';
      const note = mute.note === '' ? '' : `: ${mute.note}`;
      return { topic: 'note', severity: 'info', text: plainText(`${how} ${alertText(alert)}${note}`, longest) };
    }
    case 'notified': {
      const text = plainText(`${event.channel}: ${event.text}`, longest);
      return event.isDelivered ? null : { topic: 'alert', severity: 'warning', text: `nobody was told by ${text}` };
    }
    case 'action':
      return {
        topic: 'alert',
        severity: 'critical',
        text: plainText(`${event.action} by rule ${event.rule}: ${event.reason}`, longest),
      };
  }
}
