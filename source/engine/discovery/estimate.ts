import { isCalm } from './doubt.js';
import { refreshLine } from './estimate-state.js';
import { isNearEnd } from './growth.js';
import { highestRate, isHighestUnmissed } from './highest-rate.js';
import { boundsOf, type Standing } from './history.js';
import { verifyReserve } from './load.js';
import { type Course, nextRate } from './next-rate.js';
import type { Steps } from './protocol.js';
import { recover } from './recover.js';
import { sampling } from './sampling.js';
import { allowedRate, enter, type Search, tellBracket } from './search.js';

/** Bad share over the allowed one that is clearly too much, or clearly fine, in a single probe. */
const clearMiss = 4;
const clearPass = 0.25;

/**
 * Samples near the line, each probe at a quantile of what is believed of it, until the interval is narrow enough or the
 * time for it is over. No probe passes or fails: all of them count together.
 */
export function* estimate(search: Search): Steps<void> {
  const { options, tuning } = search;
  yield* enter(search, 'estimate', 'sampling near the line');
  const { lower, upper } = boundsOf(search.history);
  search.isAtEase = upper === null && lower !== null && isEasy(search, lower);
  if ((upper === null && lower === null) || search.isAtEase) return;
  refreshLine(search);
  yield* tellBracket(search);
  let course: Course = {
    turn: 0,
    misses: 0,
    passes: 0,
    lastPerSecond: 0,
    lowestMiss: upper?.perSecond ?? Number.POSITIVE_INFINITY,
    ceiling: Infinity,
  };
  while (search.trips < tuning.maxTrips && search.line !== null && search.sampledSeconds < tuning.estimateSeconds) {
    if (isBeyond(search) || (course.turn >= tuning.minSamples && isNarrow(search))) return;
    const next = isHighestUnmissed(search) ? highestRate(search) : nextRate(search.line, course);
    const perSecond = allowedRate(options, next);
    const result = yield* sampling(search, {
      perSecond,
      seconds: tuning.sampleSeconds,
      minSeconds: Math.min(4, tuning.sampleSeconds),
      reserveSeconds: verifyReserve(search),
      phase: 'estimate',
    });
    if (result === null) return;
    const isMiss = result.tripped || result.margin > clearMiss;
    const isPass = !isMiss && result.margin < clearPass;
    course = {
      turn: course.turn + 1,
      misses: isMiss ? course.misses + 1 : 0,
      passes: isPass ? course.passes + 1 : 0,
      lastPerSecond: perSecond,
      lowestMiss: isMiss ? Math.min(course.lowestMiss, perSecond) : course.lowestMiss,
      ceiling: result.tripped ? Math.min(course.ceiling, 1.03 * perSecond) : course.ceiling,
    };
    if (result.tripped) yield* recover(search, 'a trip-wire stopped the probe', verifyReserve(search));
  }
}

/** Whether a rate that met is the highest allowed, and the target has CPU and time to spare there as far below its line. */
function isEasy(search: Search, { level, margin, perSecond }: Standing): boolean {
  if (perSecond < highestRate(search) || margin >= 1) return false;
  return !isNearEnd(level.cpuRatio, 1) && isCalm(search, level.meanMs);
}

/** Whether the line almost surely lies above every rate that is allowed. */
function isBeyond(search: Search): boolean {
  const { line, sampledSeconds } = search;
  return line !== null && sampledSeconds > 0 && line.meetsAt(highestRate(search)) >= 0.95;
}

/** Whether the lower half of the 95 % interval is as narrow as wanted. */
function isNarrow({ line, tuning }: Search): boolean {
  return line !== null && Math.log(line.quantile(0.5) / line.quantile(0.025)) <= tuning.halfWidth;
}
