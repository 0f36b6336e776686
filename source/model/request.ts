/** Where load goes. `host` is the name as the user wrote it; requests carry it, whatever address they go to. */
export type TargetAddress = {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  /** Resolved IP address of the host, so that load does not resolve names; absent until resolved. */
  readonly ip?: string;
  readonly port: number;
  /** Path and query, beginning with a slash. */
  readonly path: string;
};

/** What one request is, the same for every arrival. */
export type RequestSpec = {
  readonly method: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
  /** Statuses that count as good, inclusive. Default 200 to 399. */
  readonly okStatus: { readonly from: number; readonly to: number };
};
