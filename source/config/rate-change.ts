import type { RateChange } from '../model/rate-change.js';
import { readRate } from './quantities.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading } from './reading.js';

const forms = 'a rate such as 900, 1200/min, +10% or -50';
/** A plan that is multiplied by more was not meant to be. */
const mostPercent = 10_000;

/** Reads a change of the rate as typed: a rate, or with a sign so much more or less, a second or in percent. */
export function readRateChange(text: string): Reading<RateChange> {
  const typed = text.trim();
  const sign = typed.startsWith('-') ? -1 : typed.startsWith('+') ? 1 : 0;
  const amount = sign === 0 ? typed : typed.slice(1).trim();
  if (!/^\d/.test(amount)) return faulty(`expected ${forms}, got ${quoted(text)}`);
  if (amount.endsWith('%')) {
    const percent = /^\d{1,9}(?:\.\d{1,9})?\s*%$/.test(amount) ? Number.parseFloat(amount) : Number.NaN;
    if (sign === 0 || Number.isNaN(percent)) return faulty('expected a percentage with its sign, such as +10% or -10%');
    if (sign < 0 && percent >= 100) return faulty(`expected to leave some of the rate, got -${percent}%: P pauses`);
    if (percent > mostPercent) return faulty(`expected at most +${mostPercent}%, got +${percent}%`);
    return good({ kind: 'times', factor: (100 + sign * percent) / 100 });
  }
  const reading = readRate(amount);
  if (reading.kind === 'faulty') return faulty(`expected ${forms}, got ${quoted(text)}`);
  return good(sign === 0 ? { kind: 'to', perSecond: reading.value } : { kind: 'by', perSecond: sign * reading.value });
}
