import type { Pacing } from '../../model/load.js';
import { metronomeRestMs } from '../../time/metronome-memory.js';

/** How a worker keeps time through one phase. */
export type Beat = {
  readonly waker: 'metronome' | 'timer';
  /** Arrivals are sent at most this often: those due in between go together. 0: each one as it comes due. */
  readonly tickMs: number;
};

/** Up to this rate every arrival has a wake-up of its own, 0.05 ms of CPU each; beyond it ticks are cheaper. */
const ownWakePerSecond = 2_000;

/** Beyond this rate on a single core the metronome takes CPU that sending needs, and answers rouse the loop anyway. */
const mostOnOneCorePerSecond = 40_000;

/** The beat for a phase of which this worker sends at most `perSecond`, on so many cores. */
export function beatFor(pacing: Pacing, perSecond: number, cores: number): Beat {
  const timersWillDo = pacing === 'auto' && cores === 1 && perSecond > mostOnOneCorePerSecond;
  return {
    waker: pacing === 'economical' || timersWillDo ? 'timer' : 'metronome',
    tickMs: perSecond <= ownWakePerSecond ? 0 : metronomeRestMs,
  };
}
