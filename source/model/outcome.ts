/** How one arrival ended. The list is closed: every arrival is exactly one of these. */
export const outcomes = ['ok', 'badStatus', 'timeout', 'connectionFailed', 'unsent', 'unfinished'] as const;

/**
 * - `ok`: answered with an accepted status.
 * - `badStatus`: answered, but not with an accepted status.
 * - `timeout`: sent, not answered within the request timeout.
 * - `connectionFailed`: no connection, or it closed or broke HTTP before the answer was whole.
 * - `unsent`: due, but over the in-flight limit or still waiting for a connection at the end; never delayed silently.
 * - `unfinished`: sent, and still waiting when the run ended.
 */
export type Outcome = (typeof outcomes)[number];

export type OutcomeCounts = { readonly [outcome in Outcome]: number };

export const noOutcomes: OutcomeCounts = {
  ok: 0,
  badStatus: 0,
  timeout: 0,
  connectionFailed: 0,
  unsent: 0,
  unfinished: 0,
};

/** The sum of two counts, outcome by outcome. */
export function addOutcomes(a: OutcomeCounts, b: OutcomeCounts): OutcomeCounts {
  return {
    ok: a.ok + b.ok,
    badStatus: a.badStatus + b.badStatus,
    timeout: a.timeout + b.timeout,
    connectionFailed: a.connectionFailed + b.connectionFailed,
    unsent: a.unsent + b.unsent,
    unfinished: a.unfinished + b.unfinished,
  };
}

/** Arrivals that did not end well. */
export function badOutcomes(counts: OutcomeCounts): number {
  return counts.badStatus + counts.timeout + counts.connectionFailed + counts.unsent + counts.unfinished;
}
