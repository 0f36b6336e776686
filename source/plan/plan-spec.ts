import type { Condition } from './condition.js';
import type { StepAction } from './step-action.js';
import type { StepEnding } from './step-ending.js';

/** What a step says in the words of the config, or of the flags of its command; as it was parsed, and not yet read. */
export type RawSettings = Readonly<Record<string, unknown>>;

/** A session that a step is about: that of an earlier step, or any other as the command line names it. */
export type SessionRef =
  | { readonly kind: 'step'; readonly step: string }
  | { readonly kind: 'recorded'; readonly reference: string };

/** How often a step is tried again, and how long is waited before. */
export type RetrySpec = {
  /** Attempts after the first. */
  readonly times: number;
  readonly waitMs: number;
  /** The wait doubles with each attempt, up to here. */
  readonly mostMs: number;
  readonly on: readonly StepEnding[];
};

/** One step of a plan, checked, with everything that was left out filled in. */
export type StepSpec = {
  readonly name: string;
  /** Where the plan says it, such as `steps[1].parallel[0][2]`. */
  readonly path: string;
  readonly action: StepAction;
  /** The config file, or the URL, that its command is given; null: none. */
  readonly config: string | null;
  readonly settings: RawSettings;
  readonly of: readonly SessionRef[];
  /** Steps that are over before this one begins. */
  readonly after: readonly string[];
  /** Steps without whose success this one is not begun, unless it has a condition. It is never begun without the sessions in `of`. */
  readonly needs: readonly string[];
  readonly condition: Condition | null;
  /** Endings, beside `ok`, that others may build on, and that leave the plan a success. */
  readonly accept: readonly StepEnding[];
  readonly retry: RetrySpec | null;
  /** Never begun a second time, whatever became of the first. */
  readonly once: boolean;
  readonly timeoutMs: number | null;
};

/** A plan: its steps in the order in which they were written, which is one in which they can be done. */
export type PlanSpec = {
  readonly name: string;
  /** Said once for all steps. */
  readonly settings: RawSettings;
  readonly steps: readonly StepSpec[];
};
