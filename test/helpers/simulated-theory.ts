import type { SimulatedTarget } from './simulated-scenarios.js';

/** Share of arrivals slower than a limit in a queue with exponential times (M/M/c), first come first served. */
export function slowShare(perSecond: number, workers: number, serviceSeconds: number, limitSeconds: number): number {
  const offered = perSecond * serviceSeconds;
  if (offered >= workers) return 1;
  let inverse = 1;
  for (let worker = 1; worker <= workers; worker++) inverse = 1 + (inverse * worker) / offered;
  const blocked = 1 / inverse;
  // Erlang C: an arrival waits with this probability.
  const waits = blocked / (1 - (offered / workers) * (1 - blocked));
  const spare = workers - 1 - offered;
  const limit = limitSeconds / serviceSeconds;
  const late = Math.abs(spare) < 1e-9 ? waits * limit : (waits * (1 - Math.exp(-limit * spare))) / spare;
  return Math.exp(-limit) * (1 + late);
}

/** The rate at which one arrival in a hundred is slower than the limit, per second: exponential service times only. */
export function lineInTheory(target: SimulatedTarget, limitMs: number, allowedRatio = 0.01): number {
  const { firstNodeShare, serviceSeconds, workers } = target;
  const shares = firstNodeShare === undefined ? [1] : [firstNodeShare, 1 - firstNodeShare];
  let low = 0;
  let high = (2 * workers) / serviceSeconds;
  for (let turn = 0; turn < 60; turn++) {
    const middle = (low + high) / 2;
    const slow = shares.reduce(
      (sum, share) => sum + share * slowShare(share * middle, workers, serviceSeconds, limitMs / 1000),
      0,
    );
    if (slow <= allowedRatio) low = middle;
    else high = middle;
  }
  return low;
}
