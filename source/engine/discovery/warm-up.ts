import { secondsLeft } from './forecast.js';
import { growthFactor } from './growth.js';
import { type Level, levelOf } from './level.js';
import { canLoad, load, verifyReserve } from './load.js';
import type { Steps } from './protocol.js';
import { recover } from './recover.js';
import { allowedRate, earlierShares, enter, type Search, tell } from './search.js';

/** Without a CPU reading only latency can end the climb, and it says nothing until late: then fewer steps. */
const maxSteps = 30;
const maxBlindFactor = 16;

/**
 * Brings the target to about a third of its load and holds it there until its latency no longer changes: caches,
 * compilers and pools fill by work done. Only trip-wires are enforced, since what is cold says nothing of the objective.
 */
export function* warmUp(search: Search): Steps<void> {
  const { tuning } = search;
  yield* enter(search, 'warm-up', 'bringing the target to working temperature');
  yield* climb(search);
  let previous: WarmLevel | null = null;
  for (let held = 0; held < tuning.warmHoldSeconds; held += tuning.warmBlockSeconds) {
    const level = yield* warmStep(search, search.warmPerSecond, tuning.warmBlockSeconds);
    if (level === null || level.tripped) return;
    search.baselineMeanMs = level.meanMs;
    if (previous !== null && isFlat(previous, level)) return;
    previous = level;
  }
  if (previous !== null) search.flags.add('not-warmed');
}

type WarmLevel = Level & { readonly tripped: boolean };

/** Raises the rate until a third of the CPU is used or latency rises. */
function* climb(search: Search): Steps<void> {
  const { options, tuning } = search;
  const startPerSecond = search.warmPerSecond;
  let lowestMs = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < maxSteps; turn++) {
    const level = yield* warmStep(search, search.warmPerSecond, tuning.warmStepSeconds);
    if (level === null) return;
    if (level.tripped) {
      search.trips++;
      yield* recover(search, 'overloaded while warming up', verifyReserve(search));
      search.warmPerSecond = allowedRate(options, search.warmPerSecond / tuning.warmFactor);
      return;
    }
    lowestMs = Math.min(lowestMs, level.meanMs);
    const noise = 2 / Math.sqrt(Math.max(1, level.answers));
    if (level.cpuRatio !== null && level.cpuRatio >= 0.3) return;
    if (level.meanMs > (1.15 + noise) * lowestMs) return;
    const factor = Math.min(tuning.warmFactor, growthFactor(level.cpuRatio ?? 0, 1, tuning.careful));
    const earlier = options.earlierPerSecond ?? null;
    const end = earlier === null ? Number.POSITIVE_INFINITY : earlierShares.warm * earlier;
    const next = allowedRate(options, Math.min(end, search.warmPerSecond * (earlier === null ? factor : 2)));
    if (level.cpuRatio === null && next > maxBlindFactor * startPerSecond) return;
    if (next <= search.warmPerSecond) return;
    search.warmPerSecond = next;
  }
}

function* warmStep(search: Search, perSecond: number, seconds: number): Steps<WarmLevel | null> {
  const trial = { perSecond, seconds, minSeconds: 1, reserveSeconds: verifyReserve(search), phase: 'warm-up' } as const;
  if (!canLoad(search, trial)) return null;
  yield* tell(search, { kind: 'probe', perSecond, seconds, phase: 'warm-up', secondsLeft: secondsLeft(search) });
  const observation = yield* load(search, trial);
  return observation === null ? null : { ...levelOf(observation.windows), tripped: observation.tripped !== null };
}

/** Two blocks differ by no more than 6 % and what chance explains (one standard error of exponential times). */
function isFlat(previous: Level, level: Level): boolean {
  if (previous.meanMs === 0) return true;
  const chance = Math.sqrt(1 / Math.max(1, previous.answers) + 1 / Math.max(1, level.answers));
  return Math.abs(level.meanMs / previous.meanMs - 1) < 0.06 + chance;
}
