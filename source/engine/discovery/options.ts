import type { Objective } from '../../model/objective.js';

/** How much time precision is worth: as a rule 200, 400 and 1,000 seconds of load; at most 300, 600 and 1,500. */
export type Effort = 'quick' | 'standard' | 'thorough';

/** What a search is asked to find, and within what bounds. Rates are arrivals per second. */
export type DiscoveryOptions = {
  readonly objectives: readonly Objective[];
  /** The first rate tried; a few per cent of what is expected saves most of the ramp. */
  readonly startPerSecond: number;
  /** Never exceeded; null where only trip-wires and the budget end the ramp. */
  readonly maxPerSecond: number | null;
  readonly effort: Effort;
  /** Load and idle time together may not exceed this; null for the effort's own budget. */
  readonly budgetSeconds: number | null;
  /** The line that an earlier search found: warm-up and ramp then begin near it. Absent or null: from `startPerSecond`. */
  readonly earlierPerSecond?: number | null;
  /** True takes arrivals as independent, which they are not: for the test that shows it. */
  readonly independent?: boolean;
};
