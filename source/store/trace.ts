import { pushBounded } from './bounded.js';

/** The last values of something, oldest first, null where it had none; `end` counts all there ever were. */
export type Trace = { readonly values: readonly (number | null)[]; readonly end: number };

export const noTrace: Trace = { values: [], end: 0 };

/** A trace with one more value, of which at most `limit` are kept. */
export function extendTrace(trace: Trace, value: number | null, limit: number): Trace {
  return { values: pushBounded(trace.values, value, limit), end: trace.end + 1 };
}
