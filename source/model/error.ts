/**
 * The one error that plimsoll throws: a stable `code` to test for, and a message that says what was expected, what came
 * and what to do. Test by code: a class does not survive postMessage.
 */
export class PlimsollError extends Error {
  readonly code: string;
  override readonly name = 'PlimsollError';

  constructor(code: string, message: string, options?: { readonly cause?: unknown }) {
    super(message, options);
    this.code = code;
  }
}

/** The code of anything thrown, or null: Node's own errors carry one too. */
export function codeOf(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
