import type { SessionSummary } from './session-row.js';

/** Which sessions of a folder are meant; null is any. Ages are in ms before `nowMs`, which is wall-clock time. */
export type SessionFilter = {
  readonly kind: SessionSummary['kind'] | null;
  readonly state: SessionSummary['state'] | null;
  readonly name: string | null;
  /** Part of the URL, in any case. */
  readonly target: string | null;
  readonly newerThanMs: number | null;
  readonly olderThanMs: number | null;
};

/** The sessions that a filter lets through, in their order. */
export function selectSessions(
  sessions: readonly SessionSummary[],
  filter: SessionFilter,
  nowMs: number,
): readonly SessionSummary[] {
  const target = filter.target?.toLowerCase() ?? null;
  return sessions.filter((session) => {
    const ageMs = nowMs - Date.parse(session.startedAt);
    return (
      (filter.kind === null || session.kind === filter.kind) &&
      (filter.state === null || session.state === filter.state) &&
      (filter.name === null || session.name === filter.name) &&
      (target === null || (session.target?.toLowerCase().includes(target) ?? false)) &&
      (filter.newerThanMs === null || ageMs <= filter.newerThanMs) &&
      (filter.olderThanMs === null || ageMs > filter.olderThanMs)
    );
  });
}

/** A session and what its file takes. */
export type SizedSession = { readonly session: SessionSummary; readonly bytes: number };

/**
 * What is to be deleted so that the rest takes at most `mostBytes` together: the oldest first. `sessions` are the newest
 * first; one that is being recorded counts, and stays.
 */
export function beyondSize(sessions: readonly SizedSession[], mostBytes: number): readonly SizedSession[] {
  let total = sessions.reduce((sum, { bytes }) => sum + bytes, 0);
  const gone: SizedSession[] = [];
  for (const sized of sessions.toReversed()) {
    if (total <= mostBytes) break;
    if (sized.session.state === 'recording') continue;
    total -= sized.bytes;
    gone.push(sized);
  }
  return gone;
}
