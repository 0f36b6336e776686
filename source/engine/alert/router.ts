import type { Alert } from '../../model/alert.js';
import type { OpenAlert } from './alert-book.js';
import type { Labels } from './table.js';

/** Who is told of alerts, and when; all times in ms. */
export type Route = {
  /** Labels by which alerts are put into one notification. */
  readonly groupBy: readonly string[];
  /** How long a new group waits for more of its kind. */
  readonly groupWaitMs: number;
  /** How long a group that has been told of waits before it is told of again since it changed. */
  readonly groupIntervalMs: number;
  /** After how long a group that did not change is told of again. */
  readonly repeatIntervalMs: number;
  /** In order: who is told after how long, until somebody acknowledges. */
  readonly steps: readonly { readonly afterMs: number; readonly to: readonly string[] }[];
};

/** What one channel is to say. */
export type Notification = {
  readonly channel: string;
  readonly status: 'firing' | 'resolved';
  readonly groupLabels: Labels;
  /** Resolved ones are those that the group had told of and that are over. */
  readonly alerts: readonly { readonly alert: Alert; readonly firedAtMs: number; readonly endedAtMs: number | null }[];
};

type Told = Notification['alerts'][number];

/** One group of alerts that somebody has been told of, or will be. */
type Group = {
  readonly labels: Labels;
  readonly sinceMs: number;
  /** For each step that has spoken: when it last did, and what it said fires and has not said is over. */
  readonly told: Map<number, { readonly atMs: number; readonly ids: ReadonlySet<string> }>;
  members: ReadonlyMap<string, OpenAlert>;
  /** What is over, by id. */
  readonly ended: Map<string, Told>;
};

/** Decides who is told of what. Pure but for what it remembers; asked once a second. */
export type Router = { readonly tick: (open: Iterable<OpenAlert>, nowMs: number) => readonly Notification[] };

export function createRouter(route: Route): Router {
  const groups = new Map<string, Group>();

  return {
    tick(open, nowMs) {
      const found = gather(open, route.groupBy);
      for (const [key, { labels }] of found) {
        const made = { labels, sinceMs: nowMs, told: new Map(), members: new Map(), ended: new Map() };
        if (!groups.has(key)) groups.set(key, made);
      }
      const notifications: Notification[] = [];
      for (const [key, group] of groups) {
        update(group, found.get(key)?.members ?? new Map(), nowMs);
        for (const [step, { to }] of route.steps.entries()) {
          const alerts = sayings(route, group, step, nowMs);
          if (alerts.length === 0) continue;
          const firing = alerts.filter(({ endedAtMs }) => endedAtMs === null);
          group.told.set(step, { atMs: nowMs, ids: new Set(firing.map(({ alert }) => alert.id)) });
          const status = firing.length === 0 ? 'resolved' : 'firing';
          for (const channel of to) notifications.push({ channel, status, groupLabels: group.labels, alerts });
        }
        if (group.members.size === 0) groups.delete(key);
      }
      return notifications;
    },
  };
}

function gather(open: Iterable<OpenAlert>, groupBy: readonly string[]) {
  const found = new Map<string, { readonly labels: Labels; readonly members: Map<string, OpenAlert> }>();
  for (const one of open) {
    if (!one.alert.notifies) continue;
    const labels = groupLabelsOf(one.alert, groupBy);
    const key = JSON.stringify(labels);
    const group = found.get(key) ?? { labels, members: new Map<string, OpenAlert>() };
    group.members.set(one.alert.id, one);
    found.set(key, group);
  }
  return found;
}

/** Takes in which alerts of the group are open now. */
function update(group: Group, members: ReadonlyMap<string, OpenAlert>, nowMs: number): void {
  for (const [id, { alert, firedAtMs }] of group.members) {
    if (!members.has(id)) group.ended.set(id, { alert: { ...alert, phase: 'resolved' }, firedAtMs, endedAtMs: nowMs });
  }
  for (const id of members.keys()) group.ended.delete(id);
  group.members = members;
}

/** What one step has to say at this time: what fires and is not muted, and what it had told of and is over. */
function sayings(route: Route, group: Group, step: number, nowMs: number): readonly Told[] {
  const audible = [...group.members.values()].filter(({ mute }) => mute === null);
  const firing = audible.map(({ alert, firedAtMs }): Told => ({ alert, firedAtMs, endedAtMs: null }));
  const told = group.told.get(step);
  if (told === undefined) {
    const { afterMs } = route.steps[step]!;
    // A later step is for what nobody has acknowledged for its whole time, not for the newest of the group.
    const isDue =
      nowMs - group.sinceMs >= (step === 0 ? route.groupWaitMs : 0) &&
      audible.some(({ firedAtMs }) => nowMs - firedAtMs >= afterMs);
    return isDue ? firing : [];
  }
  const over = [...told.ids].flatMap((id) => group.ended.get(id) ?? []);
  if (group.members.size === 0) return over;
  const isNew = over.length > 0 || audible.some(({ alert }) => !told.ids.has(alert.id));
  const waitMs = isNew ? route.groupIntervalMs : route.repeatIntervalMs;
  return nowMs - told.atMs < waitMs ? [] : [...firing, ...over];
}

function groupLabelsOf({ labels }: Alert, groupBy: readonly string[]): Labels {
  return Object.fromEntries(groupBy.flatMap((name) => (Object.hasOwn(labels, name) ? [[name, labels[name]!]] : [])));
}
