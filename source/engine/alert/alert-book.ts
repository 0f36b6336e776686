import type { Alert, AlertCommand, AlertEvent, AlertMute } from '../../model/alert.js';
import type { Severity } from '../../model/events.js';
import type { Cause } from '../../model/run.js';
import { matchesLabels } from './match-labels.js';
import type { Inhibition } from './rule.js';
import type { AlertChange } from './rule-engine.js';

/** An alert that fires, and why nobody is told of it; null: everybody is. */
export type OpenAlert = { readonly alert: Alert; readonly firedAtMs: number; readonly mute: AlertMute | null };

/** Every alert that fires, with what people and other alerts say about it. */
export type AlertBook = {
  /** Takes in a change of a rule's series, and tells it. */
  readonly change: (change: AlertChange) => void;
  /** Does what a person asks; a sentence where there is nothing to do it to, else null. */
  readonly obey: (command: AlertCommand, cause: Cause, nowMs: number) => string | null;
  /** Lets silences expire, and judges inhibitions anew where something changed. Once a second. */
  readonly tick: (nowMs: number) => void;
  readonly open: () => Iterable<OpenAlert>;
};

/** Most alerts that are open at once; what fires beyond them is told, and notifies nobody. */
const mostOpen = 10_000;

export function createAlertBook(inhibitions: readonly Inhibition[], tell: (event: AlertEvent) => void): AlertBook {
  const open = new Map<string, OpenAlert>();
  /** A silence outlives the alert: what fires again meanwhile is silent too. */
  const silences = new Map<string, Extract<AlertMute, { readonly kind: 'silenced' }>>();
  const acknowledged = new Map<string, Extract<AlertMute, { readonly kind: 'acknowledged' }>>();
  let isDirty = false;

  const setMute = (one: OpenAlert, mute: AlertMute | null): void => {
    if (isSame(one.mute, mute)) return;
    open.set(one.alert.id, { ...one, mute });
    tell({ kind: 'mute', id: one.alert.id, mute });
  };
  /** What mutes an alert: what a person has said of it, else what inhibits it. */
  const judge = (nowMs: number): void => {
    const inhibitors = inhibitorsOf(inhibitions, open.values());
    for (const [id, silence] of silences) if (silence.untilMs <= nowMs) silences.delete(id);
    for (const one of [...open.values()]) {
      const { id } = one.alert;
      setMute(one, acknowledged.get(id) ?? silences.get(id) ?? inhibitors(one.alert));
    }
  };

  return {
    change({ atMs, alert, from, because }) {
      tell({ kind: 'state', alert, from, because });
      isDirty = true;
      if (alert.phase === 'firing' && open.size < mostOpen) {
        open.set(alert.id, { alert, firedAtMs: atMs, mute: null });
      } else {
        open.delete(alert.id);
        acknowledged.delete(alert.id);
      }
    },
    obey(command, cause, nowMs) {
      const found = command.id === null ? mostUrgent(open.values()) : (open.get(command.id) ?? null);
      if (found === null) return 'no alert fires that nobody has acknowledged or silenced';
      const { note } = command;
      if (command.kind === 'acknowledge') acknowledged.set(found.alert.id, { kind: 'acknowledged', note, cause });
      else silences.set(found.alert.id, { kind: 'silenced', untilMs: nowMs + command.forMs, note });
      judge(nowMs);
      return null;
    },
    tick(nowMs) {
      if (!isDirty && silences.size === 0) return;
      isDirty = false;
      judge(nowMs);
    },
    open: () => open.values(),
  };
}

function isSame(a: AlertMute | null, b: AlertMute | null): boolean {
  if (a === null || b === null || a.kind !== b.kind) return a === b;
  return a.kind === 'inhibited' && b.kind === 'inhibited' ? a.by === b.by : a === b;
}

/** Finds for an alert what inhibits it. An alert never inhibits itself. */
function inhibitorsOf(
  inhibitions: readonly Inhibition[],
  open: Iterable<OpenAlert>,
): (alert: Alert) => AlertMute | null {
  if (inhibitions.length === 0) return () => null;
  const sources = inhibitions.map((inhibition) => ({ inhibition, byLabels: new Map<string, Alert>() }));
  for (const { alert } of open) {
    for (const { inhibition, byLabels } of sources) {
      if (matchesLabels(alert.labels, inhibition.source)) byLabels.set(keyOf(alert, inhibition.equal), alert);
    }
  }
  return (alert) => {
    for (const { inhibition, byLabels } of sources) {
      const source = byLabels.get(keyOf(alert, inhibition.equal));
      if (source === undefined || source.id === alert.id) continue;
      if (!matchesLabels(alert.labels, inhibition.target) || matchesLabels(alert.labels, inhibition.source)) continue;
      return { kind: 'inhibited', by: source.rule };
    }
    return null;
  };
}

function keyOf({ labels }: Alert, equal: readonly string[]): string {
  return JSON.stringify(equal.map((label) => (Object.hasOwn(labels, label) ? labels[label] : '')));
}

const ranks: { readonly [severity in Severity]: number } = { critical: 0, warning: 1, info: 2, good: 3 };

/** Of those that nobody has muted: the most severe, of them the oldest. */
function mostUrgent(open: Iterable<OpenAlert>): OpenAlert | null {
  let best: OpenAlert | null = null;
  for (const one of open) {
    if (one.mute !== null) continue;
    const nearer = best === null ? -1 : ranks[one.alert.severity] - ranks[best.alert.severity];
    if (nearer < 0 || (nearer === 0 && best !== null && one.firedAtMs < best.firedAtMs)) best = one;
  }
  return best;
}
