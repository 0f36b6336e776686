import { plainText } from '../../model/plain-text.js';

/** Longest text that a report takes from a recording, in UTF-16 units: a sentence or a URL is shorter. */
const longestText = 2_000;
/** Of a name, which stands in tables and charts. */
const longestName = 120;

/** No quantity that is measured comes near; sums of them stay finite. */
const largest = 1e18;

/** A number out of a recording; null where it is none, or is beyond all that can be measured. */
export function finite(value: unknown): number | null {
  return typeof value === 'number' && value >= -largest && value <= largest ? value : null;
}

/** No interval counts more; sums of them stay whole numbers. */
const mostCounted = 1e11;

/** A count out of a recording; 0 where it is none. */
export function countOf(value: unknown): number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= mostCounted ? (value as number) : 0;
}

/** A text out of a recording, made safe and not too long; null where it is none. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? plainText(value, longestText) : null;
}

/** A name out of a recording, made safe and short; null where it is none. */
export function nameOf(value: unknown): string | null {
  return typeof value === 'string' ? plainText(value, longestName) : null;
}

/** Deepest and longest that a value out of a recording is read. */
const most = { depth: 12, items: 2_000 } as const;

/** A copy of a value out of a recording with every text in it safe, and nothing in it too deep or too long. */
export function withSafeTexts(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return plainText(value, longestText);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > most.depth) return null;
  if (Array.isArray(value)) return value.slice(0, most.items).map((item) => withSafeTexts(item, depth + 1));
  const safe: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(value).slice(0, most.items)) {
    if (key !== '__proto__') safe[key] = withSafeTexts(part, depth + 1);
  }
  return safe;
}
