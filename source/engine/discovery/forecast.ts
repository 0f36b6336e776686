import { verifyReserve } from './load.js';
import type { Search } from './search.js';

/** What a step to the line takes as a rule, in steps of the warm-up and of the ramp. */
const warmSteps = 8;
const rampSteps = 9;

/**
 * Seconds that the search will probably still take: known parts by their length, sampling by how much narrower the
 * interval must become, since its width falls with the square root of the time. Never more than the budget leaves.
 */
export function secondsLeft(search: Search): number {
  const { ledger, phase, tuning } = search;
  const warmUp = (warmSteps - 2) * tuning.warmStepSeconds + 2 * tuning.warmBlockSeconds;
  const ramp = rampSteps * tuning.rampStepSeconds;
  const left = ledger.remainingSeconds();
  const wanted = ((): number => {
    switch (phase) {
      case null:
      case 'precheck':
      case 'warm-up':
        return warmUp + ramp + tuning.estimateSeconds + verifyReserve(search);
      case 'ramp':
      case 'bracket':
        return ramp / 2 + tuning.estimateSeconds + verifyReserve(search);
      case 'estimate':
      case 'bisect':
      case 'recover':
        return samplingLeft(search) + verifyReserve(search);
      case 'verify':
        return verifyReserve(search);
      case 'done':
        return 0;
    }
  })();
  return Math.max(0, Math.min(left, Math.round(wanted)));
}

function samplingLeft({ line, sampledSeconds, tuning }: Search): number {
  const most = Math.max(0, tuning.estimateSeconds - sampledSeconds);
  if (line === null || sampledSeconds === 0) return most;
  const half = Math.log(line.quantile(0.5) / line.quantile(0.025));
  return Math.min(most, Math.max(0, sampledSeconds * ((half / tuning.halfWidth) ** 2 - 1)));
}
