/** How busy a server was. */
export type CpuReading = {
  /** The number of the event in its session. */
  readonly seq: number;
  readonly atMs: number;
  readonly server: string;
  /** Null where it did not tell. */
  readonly cpuPercent: number | null;
};
