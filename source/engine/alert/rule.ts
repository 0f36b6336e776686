import type { AlertAction } from '../../model/alert.js';
import type { Severity } from '../../model/events.js';
import type { Condition } from './check-expression.js';
import type { LabelMatcher } from './expression.js';
import type { Labels } from './table.js';

/** A rule, read and checked. */
export type Rule = {
  readonly name: string;
  readonly condition: Condition;
  /** What ends it once it fires; null: that the condition no longer holds. */
  readonly clear: Condition | null;
  /** How long the condition must hold before the rule fires. */
  readonly forMs: number;
  /** How long it goes on firing after the condition has ended. */
  readonly keepFiringForMs: number;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly severity: Severity;
  /** What it does to the load when it begins to fire; null: nothing. */
  readonly action: AlertAction | null;
  readonly notifies: boolean;
};

/** While an alert of the source fires, alerts of the target whose labels in `equal` are the same notify nobody. */
export type Inhibition = {
  readonly source: readonly LabelMatcher[];
  readonly target: readonly LabelMatcher[];
  readonly equal: readonly string[];
};
