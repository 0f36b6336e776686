import { highestPerSecond } from '../model/rate-change.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading } from './reading.js';

/** A week: longer than any measurement, and far below where timers overflow. */
const longestMs = 7 * 24 * 3_600_000;

const perMs: Readonly<Record<string, number>> = { s: 1000, sec: 1000, min: 60_000, m: 60_000, h: 3_600_000 };
const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };
const number = String.raw`(\d{1,15}(?:\.\d{1,9})?)`;
const ratePattern = new RegExp(`^${number}(?:\\s*/\\s*([a-z]+))?$`);
const durationPattern = new RegExp(`^${number}\\s*([a-z]*)$`);
const percentPattern = new RegExp(`^${number}\\s*(%?)$`);

const rateForms = 'a rate such as 20, "5/s", "1200/min" or "3600/h"';
const durationForms = 'a duration such as "500ms", "30s", "5m" or "1h"';

/** Reads a rate into arrivals per second: a plain number is per second. Above zero. */
export function readRate(raw: unknown): Reading<number> {
  const reading = readRateOrRest(raw);
  return reading.kind === 'ok' && reading.value === 0
    ? faulty(`expected a rate above zero, got ${quoted(raw)}`)
    : reading;
}

/** Reads a rate that may be zero, as shapes may be for a while. */
export function readRateOrRest(raw: unknown): Reading<number> {
  const text = typeof raw === 'number' ? String(raw) : raw;
  if (typeof text !== 'string') return faulty(`expected ${rateForms}, got ${quoted(raw)}`);
  const match = ratePattern.exec(text.trim().toLowerCase());
  if (match === null) return faulty(`expected ${rateForms}, got ${quoted(raw)}`);
  const periodMs = perMs[match[2] ?? 's'];
  if (periodMs === undefined) return faulty(`expected /s, /min or /h after a rate, got ${quoted(raw)}`);
  const perSecond = (Number(match[1]) * 1000) / periodMs;
  if (perSecond < 0) return faulty(`expected a rate of at least zero, got ${quoted(raw)}`);
  if (perSecond > highestPerSecond) return faulty(`expected at most 1,000,000 a second, got ${quoted(raw)}`);
  return good(perSecond);
}

/** Reads a duration into milliseconds, zero allowed. A number without a unit is refused: it says too little. */
export function readSpan(raw: unknown): Reading<number> {
  if (typeof raw === 'number') return faulty(`expected ${durationForms}, got ${raw}`, `add a unit: "${raw}s"`);
  if (typeof raw !== 'string') return faulty(`expected ${durationForms}, got ${quoted(raw)}`);
  const match = durationPattern.exec(raw.trim().toLowerCase());
  if (match === null) return faulty(`expected ${durationForms}, got ${quoted(raw)}`);
  const unit = match[2] ?? '';
  if (unit === '') return faulty(`expected ${durationForms}, got ${quoted(raw)}`, `add a unit: "${match[1]}s"`);
  if (!Object.hasOwn(unitMs, unit)) return faulty(`expected a unit of ms, s, m or h, got ${quoted(raw)}`);
  const milliseconds = Number(match[1]) * unitMs[unit]!;
  if (milliseconds > longestMs) return faulty(`expected at most 168h, got ${quoted(raw)}`);
  return good(milliseconds);
}

const agePattern = new RegExp(`^${number}\\s*(m|min|h|d|w)$`);
const ageUnitMs: Readonly<Record<string, number>> = {
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** Reads how old something is into milliseconds: `12h`, `30d`. */
export function readAge(raw: unknown): Reading<number> {
  const match = typeof raw === 'string' ? agePattern.exec(raw.trim().toLowerCase()) : null;
  const milliseconds = match === null ? Number.NaN : Number(match[1]) * (ageUnitMs[match[2] ?? ''] ?? Number.NaN);
  if (milliseconds >= 0 && milliseconds <= 1e12) return good(milliseconds);
  return faulty(`expected an age such as "90m", "12h", "30d" or "8w", got ${quoted(raw)}`);
}

const sizePattern = new RegExp(`^${number}\\s*(b|kb|mb|gb|tb)$`);
const sizeUnits: readonly string[] = ['b', 'kb', 'mb', 'gb', 'tb'];

/** Reads a size into bytes, a thousand to the next unit: `500MB`, `2GB`. */
export function readSize(raw: unknown): Reading<number> {
  const match = typeof raw === 'string' ? sizePattern.exec(raw.trim().toLowerCase()) : null;
  const bytes = match === null ? Number.NaN : Number(match[1]) * 1000 ** sizeUnits.indexOf(match[2] ?? '');
  if (bytes >= 0 && bytes <= 1e15) return good(Math.round(bytes));
  return faulty(`expected a size such as "500MB" or "2GB", got ${quoted(raw)}`);
}

/** Reads a duration above zero into milliseconds. */
export function readDuration(raw: unknown): Reading<number> {
  const reading = readSpan(raw);
  if (reading.kind === 'ok' && reading.value < 1)
    return faulty(`expected a duration of 1ms or more, got ${quoted(raw)}`);
  return reading;
}

/** Reads a percentage, such as `1%`, into a ratio from 0 to 1, both excluded. */
export function readPercentage(raw: unknown): Reading<number> {
  const match = typeof raw === 'string' ? percentPattern.exec(raw.trim()) : null;
  if (match === null) return faulty(`expected a percentage such as 1%, got ${quoted(raw)}`);
  if (match[2] !== '%') return faulty(`expected a percentage such as 1%, got ${quoted(raw)}`, `write ${match[1]}%`);
  const ratio = Number(match[1]) / 100;
  if (ratio <= 0 || ratio >= 1) return faulty(`expected a percentage above 0% and below 100%, got ${quoted(raw)}`);
  return good(ratio);
}

/** A reader of whole numbers from `least` to `most`, given as a number or as text. */
export function wholeNumberReader(least: number, most: number): (raw: unknown) => Reading<number> {
  return (raw) => {
    const value = typeof raw === 'string' && /^\d{1,15}$/.test(raw.trim()) ? Number(raw) : raw;
    if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) {
      // Only now: the first number that is put so costs 20 ms.
      const highest = most.toLocaleString('en-US');
      return faulty(`expected a whole number from ${least} to ${highest}, got ${quoted(raw)}`);
    }
    return good(value);
  };
}
