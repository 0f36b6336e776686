import { rateText } from '../model/quantity-text.js';
import { changedRate, highestPerSecond } from '../model/rate-change.js';
import type { RunCommand } from '../model/run.js';
import { atRate, type Course, goneOn, held, peakOf, presentRate, scaled } from './course.js';

/** Commands that change the course of a run. */
export type Steering = Extract<RunCommand, { readonly kind: 'adjust-rate' | 'set-rate' | 'hold' | 'go-on' }>;

/** What becomes of a course, in words; `stays` says why nothing does, and `remark` what was not done as asked. */
export type Steered =
  | { readonly kind: 'steered'; readonly course: Course; readonly words: string; readonly remark: string | null }
  | { readonly kind: 'stays'; readonly words: string };

/** The course that a command makes of one. No rate rises above `maxPerSecond`, where there is one. */
export function steer(course: Course, command: Steering, maxPerSecond: number | null): Steered {
  switch (command.kind) {
    case 'adjust-rate':
      return multiplied(course, command.factor, maxPerSecond);
    case 'set-rate': {
      const { change } = command;
      if (change.kind === 'times') return multiplied(course, change.factor, maxPerSecond);
      return setTo(course, changedRate(change, presentRate(course)), maxPerSecond);
    }
    case 'hold':
      if (course.heldPerSecond !== null) return { kind: 'stays', words: 'the rate is held already' };
      return { kind: 'steered', course: held(course), words: 'held: the plan stands still', remark: null };
    case 'go-on':
      if (course.heldPerSecond === null) return { kind: 'stays', words: 'the rate is not held' };
      return { kind: 'steered', course: goneOn(course), words: 'the plan goes on from where it stood', remark: null };
  }
}

const notAbove0 = 'the rate stays: it must be above 0, and P pauses';

function multiplied(course: Course, factor: number, maxPerSecond: number | null): Steered {
  if (!(factor > 0)) return { kind: 'stays', words: notAbove0 };
  const limit = limitOf(maxPerSecond);
  const bounded = factor <= 1 ? factor : Math.max(1, Math.min(factor, limit / peakOf(course)));
  if (bounded === 1) return { kind: 'stays', words: `the rate stays: ${limitText(maxPerSecond)}` };
  const next = scaled(course, bounded);
  const remark = bounded < factor ? `the plan reaches no more than ${limitText(maxPerSecond)}` : null;
  return { kind: 'steered', course: next, words: `rate ${percent(bounded)}`, remark };
}

function setTo(course: Course, wantedPerSecond: number, maxPerSecond: number | null): Steered {
  if (!(wantedPerSecond > 0)) return { kind: 'stays', words: notAbove0 };
  const perSecond = Math.min(wantedPerSecond, limitOf(maxPerSecond));
  const next = atRate(course, perSecond);
  const still = next.heldPerSecond === null ? '' : ', held: the plan stands still';
  const remark = perSecond < wantedPerSecond ? `not ${rateText(wantedPerSecond)}: ${limitText(maxPerSecond)}` : null;
  return { kind: 'steered', course: next, words: `set to ${rateText(perSecond)}${still}`, remark };
}

function limitOf(maxPerSecond: number | null): number {
  return Math.min(maxPerSecond ?? highestPerSecond, highestPerSecond);
}

function limitText(maxPerSecond: number | null): string {
  return maxPerSecond === null
    ? `${rateText(highestPerSecond)} is the most there is`
    : `--max-rate is ${rateText(maxPerSecond)}`;
}

function percent(factor: number): string {
  const change = Math.round((factor - 1) * 1000) / 10;
  return `${change >= 0 ? '+' : ''}${change} %`;
}
