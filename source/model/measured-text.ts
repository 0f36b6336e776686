import { millisecondsText, shareText } from './quantity-text.js';

/** What an objective of a run came to, with its unit: `value` as results have it, in ms or %; null where nothing was measured. */
export function measuredText(objective: string, value: number | null): string {
  if (value === null) return 'not measured';
  return /^(?:errors|cpu)\b/.test(objective) ? shareText(value / 100, 3) : millisecondsText(value, 3);
}
