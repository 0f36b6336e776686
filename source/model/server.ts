/** One reading of one server. What the machine or source lacks is null, never 0. */
export type ServerSample = {
  readonly server: string;
  /** Busy share of all cores over the last interval, 0 to 100; null on the first reading. */
  readonly cpuPercent: number | null;
  readonly cores: number | null;
  readonly memoryUsedBytes: number | null;
  readonly memoryTotalBytes: number | null;
  readonly load1: number | null;
  /** Round trip to the server; null for the machine that plimsoll runs on. */
  readonly rttMs: number | null;
};

export type ServerState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'stale'; readonly missed: number }
  | { readonly kind: 'down'; readonly reason: string }
  | { readonly kind: 'refused'; readonly reason: string };

/** A server as the config names it. */
export type ServerSpec = { readonly name: string; readonly address: 'local' };
