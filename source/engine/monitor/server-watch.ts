/** A server being watched. */
export type ServerWatch = {
  /** Twice is harmless; nothing is emitted afterwards. */
  readonly stop: () => void;
  /** Tries a server that was refused, or is waited for, at once. Does nothing where it is live. */
  readonly retry: () => void;
  /** Whether every core shall be told; only while somebody looks at them. */
  readonly showCores: (isWanted: boolean) => void;
};
