import { verifyReserve } from './load.js';
import type { Search } from './search.js';

/** What a step to the line takes as a rule, in steps of the warm-up and of the ramp. */
const warmSteps = 8;
const rampSteps = 9;

/** Every action also waits until its first window begins, and until its last can be judged. */
const lagSeconds = 0.5;

/**
 * Seconds that the search will probably still take: known parts by their length, sampling by how much narrower the
 * interval must become, since its width falls with the square root of the time. Never more than the budget leaves.
 */
export function secondsLeft(search: Search): number {
  const { ledger, longestLimitMs, phase, tuning } = search;
  const lag = lagSeconds + longestLimitMs / 1000;
  const warmUp = (warmSteps - 2) * (tuning.warmStepSeconds + lag) + 2 * (tuning.warmBlockSeconds + lag);
  const ramp = rampSteps * (tuning.rampStepSeconds + lag);
  const verify = verifyReserve(search) + lag;
  const { sampleSeconds } = tuning;
  const sampled = (seconds: number): number =>
    Math.ceil(seconds / sampleSeconds) * (tuning.settleSeconds + sampleSeconds + lag);
  const left = ledger.remainingSeconds();
  const wanted = ((): number => {
    switch (phase) {
      case null:
      case 'precheck':
      case 'warm-up':
        return warmUp + ramp + sampled(tuning.estimateSeconds) + verify;
      case 'ramp':
      case 'bracket':
        return ramp / 2 + sampled(tuning.estimateSeconds) + verify;
      case 'estimate':
      case 'bisect':
      case 'recover':
        return sampled(samplingLeft(search)) + verify;
      case 'verify':
        return verify;
      case 'done':
        return 0;
    }
  })();
  return Math.max(0, Math.min(left, Math.round(wanted)));
}

/** Judged seconds near the line that are still wanted. */
function samplingLeft({ line, sampledSeconds, tuning }: Search): number {
  const most = Math.max(0, tuning.estimateSeconds - sampledSeconds);
  if (line === null || sampledSeconds === 0) return most;
  const half = Math.log(line.quantile(0.5) / line.quantile(0.025));
  return Math.min(most, Math.max(0, sampledSeconds * ((half / tuning.halfWidth) ** 2 - 1)));
}
