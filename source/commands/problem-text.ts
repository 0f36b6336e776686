import type { Problem } from '../model/problem.js';

/** A problem as a line: where, what was expected and came, what to do. */
export function problemText({ path, message, hint }: Problem): string {
  return `${path}: ${message}${hint === null ? '' : ` (${hint})`}`;
}
