import type { LoadWindow } from '../../model/load.js';

/** What one trial near the line adds to what is known of it: the judged windows of one rate. */
export type Sample = {
  readonly perSecond: number;
  /** Oldest first, one a second. */
  readonly windows: readonly LoadWindow[];
};
