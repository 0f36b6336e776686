import { amountOf } from '../recorded-value.js';

/** Over eleven weeks: no test takes longer. */
const longestTestSeconds = 2000 * 3600;

/** More than any program counts or measures: beyond it whole numbers are not exact. */
const mostTold = 1e15;

/** A number from 0 to 10¹⁵, `times` so much; null where it is none. */
export function amount(value: unknown, times = 1): number | null {
  const told = amountOf(value);
  return told === null || told > mostTold ? null : told * times;
}

/** The same of what is counted: it is whole. */
export function countOf(value: unknown): number | null {
  const told = amount(value);
  return Number.isInteger(told) ? told : null;
}

/** So many in so long, per second; null where that is not known. */
export function rateOf(count: number | null, seconds: number | null): number | null {
  return count === null || seconds === null || seconds === 0 ? null : amount(count / seconds);
}

/** The duration of a test in seconds, `times` so much; null where it is none. */
export function durationOf(value: unknown, times = 1): number | null {
  const seconds = amount(value, times);
  return seconds === null || seconds > longestTestSeconds ? null : seconds;
}

/** Milliseconds since 1970 of a time that has a year of four digits; null where it is none. */
export function timeOf(ms: number | null): number | null {
  return ms !== null && ms >= 0 && ms < 253_402_300_800_000 ? ms : null;
}
