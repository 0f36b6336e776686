import type { Severity } from '../../model/events.js';
import type { LogLine } from '../log-state.js';
import type { SessionView } from '../state.js';

/** A moment worth going back to. */
export type Moment = {
  readonly atMs: number;
  readonly kind: 'alert' | 'mark';
  readonly severity: Severity;
  readonly text: string;
};

/** What the timeline shows: the phases of the session so far, and on them its alerts and marks. Oldest first. */
export type TimelineView = {
  readonly fromMs: number;
  readonly toMs: number;
  readonly phases: readonly { readonly fromMs: number; readonly toMs: number; readonly name: string }[];
  readonly moments: readonly Moment[];
};

/** `toMs`: the end of the timeline; the present, while one looks at the past too. */
export function selectTimeline(
  view: SessionView,
  toMs: number,
  moments: readonly Moment[] = momentsOf(view),
): TimelineView {
  return {
    fromMs: 0,
    toMs,
    phases: view.phases.map(({ atMs, name }, index) => ({
      fromMs: atMs,
      toMs: view.phases[index + 1]?.atMs ?? toMs,
      name,
    })),
    moments,
  };
}

/** Alerts and marks in the log, oldest first. */
export function momentsOf(view: SessionView): readonly Moment[] {
  return view.log.map(momentOf).filter((moment) => moment !== null);
}

/** What a line of the log is to be gone back to for; null of most. */
export function momentOf({ atMs, severity, topic, text }: LogLine): Moment | null {
  if (topic === 'mark') return { atMs, kind: 'mark', severity, text };
  if (topic === 'alert' && severity !== 'good') return { atMs, kind: 'alert', severity, text };
  return severity === 'warning' || severity === 'critical' ? { atMs, kind: 'alert', severity, text } : null;
}
