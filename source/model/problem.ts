/** One thing wrong with what the user gave: where, what was expected and came, and what to do about it. */
export type Problem = {
  /** Path of the key, such as `load.rate` or `streams[0].url`; or the flag, such as `--rate`. */
  readonly path: string;
  /** Expected what, got what. One sentence. */
  readonly message: string;
  /** What to do; null when the message says it already. */
  readonly hint: string | null;
};
