/** Bounds of a wait between attempts, in ms. */
export type BackoffLimits = { readonly baseMs: number; readonly capMs: number };

/**
 * The next wait by decorrelated jitter (Marc Brooker, "Exponential Backoff And Jitter"): uniform between the base and
 * three times the wait before it, never over the cap. `previousMs` is null on the first failure; `random` is uniform in 0 to 1. Clients that failed
 * together do not come back together, which plain doubling makes them do.
 */
export function nextBackoffMs(limits: BackoffLimits, previousMs: number | null, random: () => number): number {
  const spreadMs = Math.max(0, (previousMs ?? limits.baseMs) * 3 - limits.baseMs);
  return Math.min(limits.capMs, limits.baseMs + random() * spreadMs);
}

/**
 * The wait before attempt `attempts + 1`: the base, doubled with each failed attempt, never over the cap, and a random half
 * of it taken away, since what failed together should not come back together. `random` is uniform in 0 to 1.
 */
export function exponentialBackoffMs(limits: BackoffLimits, attempts: number, random: () => number): number {
  const fullMs = Math.min(limits.capMs, limits.baseMs * 2 ** Math.max(0, attempts - 1));
  return fullMs * (0.5 + random() / 2);
}
