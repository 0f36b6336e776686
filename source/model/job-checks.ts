/** Whether cost really goes with the level. */
export type Progression = {
  readonly verdict: 'grows' | 'falls' | 'unrelated' | 'too-few';
  /** Kendall's tau-b of complexity and cost. */
  readonly tau: number;
  /** Chance of a trend as clear in that direction where there is none. */
  readonly pValue: number;
  /** Cost of the last level over that of the first, by the means of their runs; null where the first cost nothing. */
  readonly factor: number | null;
  /** Neighbouring levels whose cost fell although the level rose. */
  readonly reversals: readonly { readonly from: string; readonly to: string; readonly factor: number }[];
  /** One sentence, with the numbers that the verdict rests on. */
  readonly evidence: string;
};

/** One question about a measurement, its answer, and what it rests on. */
export type AuthenticityCheck = {
  /**
   * Was the load to be seen on a server? Do all who counted agree? Do readings of servers live? Do the results of jobs, over
   * all levels together?
   */
  readonly check: 'load-visible' | 'counts-agree' | 'values-live' | 'results-live';
  readonly level: string;
  readonly verdict: 'authentic' | 'suspicious' | 'unknown';
  readonly evidence: string;
};
