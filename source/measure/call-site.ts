/**
 * A place in the code whose values are recorded: times in microseconds, sizes in bytes. Asked first whether it wants the
 * next value at all, since what a sampling recorder saves is the two clock readings of a time that nobody looks at.
 */
export type CallSite = {
  /** Asked once for every event. True: measure it and give it to `record`. */
  readonly wants: () => boolean;
  readonly record: (value: number) => void;
  /** An event that must not be missed: recorded whatever `wants` would say, which is not asked. */
  readonly recordCritical: (value: number) => void;
};

/** What a metric is measured in. */
export type MetricUnit = 'us' | 'bytes' | 'count';
