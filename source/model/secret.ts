/** What stands for a secret wherever something is shown. */
export const mask = '***';

/** A secret in the program's memory: however it is printed, logged, joined to a text or written as JSON, it is `***`. */
export type Secret = {
  /** The secret itself: called where it is used, and nowhere else. */
  readonly reveal: () => string;
  readonly toString: () => string;
  readonly toJSON: () => string;
};

/** Puts a text under cover. The text is in no property, so that nothing that walks through objects finds it. */
export function secretOf(text: string): Secret {
  const shown = (): string => mask;
  return Object.freeze({
    reveal: () => text,
    toString: shown,
    toJSON: shown,
    [Symbol.toPrimitive]: shown,
    // What util.inspect, console.log and failed assertions ask for.
    [Symbol.for('nodejs.util.inspect.custom')]: shown,
  });
}
