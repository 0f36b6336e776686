import type { DiscoveryAnswer } from '../../model/discovery.js';
import { classicAnswer, createClassic, meets, rest } from './classic-probe.js';
import type { DiscoveryOptions } from './options.js';
import type { Steps } from './protocol.js';

const bisection = { probeSeconds: 30, restSeconds: 5, widthRatio: 0.02 };
const stair = { probeSeconds: 15, restSeconds: 0, firstFactor: 1.5, lastFactor: 1.02 };
const slope = { probeSeconds: 5, factor: 1.075, misses: 3 };

/** A target that refuses quickly never looks slow on average: without a bound such a search would go up for ever. */
const runawayFactor = 128;

function highest({ maxPerSecond, startPerSecond }: DiscoveryOptions): number {
  return maxPerSecond ?? runawayFactor * startPerSecond;
}

/**
 * The way that is usual: double until a probe misses, then bisect with one probe of 30 s a rate. It believes every
 * probe, so chance near the line, a cold start or a collapse of the target decides its answer.
 */
export function* doublingBisection(options: DiscoveryOptions, judgedBy: 'percentile' | 'mean'): Steps<DiscoveryAnswer> {
  const search = createClassic(options, judgedBy);
  const max = highest(options);
  let upper = options.startPerSecond;
  for (;;) {
    const met = yield* meets(search, upper, bisection.probeSeconds, 'ramp');
    if (met === null || !met || upper >= max) break;
    yield* rest(search, bisection.restSeconds);
    upper = Math.min(max, 2 * upper);
  }
  while (search.upper !== null && search.lower !== null && search.upper / search.lower - 1 > bisection.widthRatio) {
    yield* rest(search, bisection.restSeconds);
    const middle = Math.sqrt(search.lower * search.upper);
    if ((yield* meets(search, middle, bisection.probeSeconds, 'bisect')) === null) break;
  }
  return classicAnswer(search, 'middle');
}

/**
 * Up while it meets, down when it misses, in steps that shrink each time the direction turns (Levitt 1971). The answer
 * is the mean of the last turning points on the log of the rate.
 */
export function* staircase(options: DiscoveryOptions, judgedBy: 'percentile' | 'mean'): Steps<DiscoveryAnswer> {
  const search = createClassic(options, judgedBy);
  const max = highest(options);
  const turns: number[] = [];
  let factor = stair.firstFactor;
  let perSecond = options.startPerSecond;
  let before: boolean | null = null;
  while (factor > stair.lastFactor) {
    const met: boolean | null = yield* meets(
      search,
      perSecond,
      stair.probeSeconds,
      before === null ? 'ramp' : 'bisect',
    );
    if (met === null) break;
    if (before !== null && met !== before) {
      turns.push(perSecond);
      factor = Math.sqrt(factor);
    }
    before = met;
    if (met && perSecond >= max) break;
    perSecond = Math.min(max, met ? perSecond * factor : perSecond / factor);
  }
  const last = turns.slice(-4);
  const mean = last.reduce((sum, turn) => sum + Math.log(turn), 0) / last.length;
  return classicAnswer(search, last.length === 0 ? 'none' : Math.exp(mean));
}

/** Up by 1.5 % a second until three steps running miss: the first of them is the answer. Overshoots by construction. */
export function* rampUntilMiss(options: DiscoveryOptions, judgedBy: 'percentile' | 'mean'): Steps<DiscoveryAnswer> {
  const search = createClassic(options, judgedBy);
  const max = highest(options);
  let perSecond = options.startPerSecond;
  let running = 0;
  let first = perSecond;
  for (;;) {
    const met = yield* meets(search, perSecond, slope.probeSeconds, 'ramp');
    if (met === null) return classicAnswer(search, 'none');
    if (!met && running === 0) first = perSecond;
    running = met ? 0 : running + 1;
    if (running >= slope.misses) return classicAnswer(search, first);
    if (perSecond >= max) return classicAnswer(search, 'none');
    perSecond = Math.min(max, perSecond * slope.factor);
  }
}
