/** What came of trying one thing that a config names. */
export type Tried = {
  readonly kind: 'file' | 'target' | 'host' | 'server' | 'stream' | 'channel' | 'secret' | 'receiver';
  readonly name: string;
  readonly isOk: boolean;
  /** What was found; where it failed, what was expected and came instead. Safe to print. */
  readonly message: string;
  /** What to do; null when the message says it already. */
  readonly hint: string | null;
};
