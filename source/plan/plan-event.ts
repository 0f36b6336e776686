import type { StepEnding } from './step-ending.js';

/** The session that a step recorded. */
export type SessionFile = { readonly id: string; readonly file: string };

/** What happens to a plan: each is a line of its journal, and all together make its state. Times are wall clock, in ms. */
export type PlanEvent =
  | { readonly kind: 'step/begun'; readonly step: string; readonly atMs: number }
  | { readonly kind: 'step/session'; readonly step: string; readonly session: SessionFile }
  | {
      readonly kind: 'step/ended';
      readonly step: string;
      readonly atMs: number;
      readonly ending: StepEnding;
      readonly reason: string | null;
    }
  | {
      readonly kind: 'step/rests';
      readonly step: string;
      readonly atMs: number;
      readonly untilMs: number;
      readonly ending: StepEnding;
      readonly reason: string | null;
    }
  | { readonly kind: 'step/left'; readonly step: string; readonly how: 'skipped' | 'blocked'; readonly reason: string }
  /** Somebody ended it before its own end; it can be resumed. */
  | { readonly kind: 'plan/stopped'; readonly atMs: number; readonly reason: string }
  | { readonly kind: 'plan/resumed'; readonly atMs: number }
  | { readonly kind: 'plan/ended'; readonly atMs: number };
