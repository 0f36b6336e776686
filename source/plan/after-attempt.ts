import { exponentialBackoffMs } from '../resilience/backoff.js';
import type { PlanEvent } from './plan-event.js';
import type { StepSpec } from './plan-spec.js';
import type { StepEnding } from './step-ending.js';

/** How one attempt at a step ended; `reason` is a sentence, null where the ending says all. */
export type AttemptEnd = { readonly ending: StepEnding; readonly reason: string | null };

/** What the end of an attempt means for its step: another one after a while, or the end of it. Wall clock, ms. */
export function afterAttempt(
  { name, retry }: StepSpec,
  attempts: number,
  { ending, reason }: AttemptEnd,
  atMs: number,
  random: () => number,
): Extract<PlanEvent, { readonly kind: 'step/ended' | 'step/rests' }> {
  if (retry === null || attempts > retry.times || !retry.on.includes(ending)) {
    return { kind: 'step/ended', step: name, atMs, ending, reason };
  }
  const restMs = exponentialBackoffMs({ baseMs: retry.waitMs, capMs: retry.mostMs }, attempts, random);
  return { kind: 'step/rests', step: name, atMs, untilMs: atMs + Math.round(restMs), ending, reason };
}
