import { millisecondsText } from '../model/quantity-text.js';

/** Milliseconds as a report has them, and a dash for what nobody knows. */
export function knownMilliseconds(ms: number | null): string {
  return ms === null ? '–' : millisecondsText(ms, 3);
}
