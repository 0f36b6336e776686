/** One number over time. `unit` says how it is written; a rate is a second. */
export type Series = {
  readonly name: string;
  readonly unit: Unit;
  readonly count: number;
  readonly min: number;
  readonly mean: number;
  readonly max: number;
  readonly last: number;
  readonly slotMs: number;
  /** [start, min, mean, max] of each slot in which there was a reading. */
  readonly slots: readonly (readonly [startMs: number, min: number, mean: number, max: number])[];
};

export type Unit = 'percent' | 'bytes' | 'bytes-per-second' | 'ms' | 'number';

/** What one server did. */
export type ServerDigest = {
  readonly name: string;
  readonly group: string | null;
  readonly state: string;
  /** Why it is down or refused; null where it is not. */
  readonly reason: string | null;
  readonly samples: number;
  readonly cores: number | null;
  readonly memoryTotalBytes: number | null;
  readonly platform: string | null;
  /** Only what it told. */
  readonly series: readonly Series[];
};

/** What one metric stream told, and how it kept up. */
export type StreamDigest = {
  readonly name: string;
  readonly url: string | null;
  readonly server: string | null;
  readonly state: string;
  readonly circuit: string;
  readonly messages: number;
  readonly unreadable: number;
  readonly reconnects: number;
  readonly opened: number;
  readonly queue: {
    readonly sent: number;
    readonly dropped: number;
    readonly expired: number;
    readonly pending: number;
  };
  readonly series: readonly Series[];
};
