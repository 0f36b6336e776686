import type { SessionSummary } from '../../record/session-row.js';

/** What an export tells of its session beside the events. */
export type ExportAbout = Pick<SessionSummary, 'id' | 'kind' | 'target' | 'startedAt'>;

/** The wall clock of a time of a session, ISO 8601 with milliseconds; `atMs` counts from the session's beginning. */
export function wallTime({ startedAt }: ExportAbout, atMs: number): string {
  return new Date(epochMs(startedAt, atMs)).toISOString();
}

/** The same in milliseconds since 1970. */
export function epochMs(startedAt: string, atMs: number): number {
  // Beyond what a Date can tell, the session's beginning is the nearest that is true.
  const ms = Date.parse(startedAt) + atMs;
  return Math.abs(ms) <= 8.64e15 ? ms : Date.parse(startedAt);
}
