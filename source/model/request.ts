/** Where load goes. `address` is the resolved IP address when known, else the host name. */
export type TargetAddress = {
  readonly protocol: 'http' | 'https';
  readonly host: string;
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
