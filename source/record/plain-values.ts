/** A finite number. */
export function isAmount(value: unknown): value is number {
  return Number.isFinite(value);
}

/** A whole number from 0 on. */
export function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** A text of letters that a terminal shows and never obeys. */
export function isPlain(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 65_536 && /^[\x20-\x7e]*$/.test(value);
}
