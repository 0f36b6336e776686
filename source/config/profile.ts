import { highestPerSecond } from '../model/rate-change.js';
import type { RatePoint } from '../model/rate-points.js';
import { quoted } from './quote.js';
import { type Fault, faulty, good, type Reading } from './reading.js';

const longestText = 1_048_576;
const mostPoints = 10_000;
/** A week, as for every duration. */
const longestSeconds = 7 * 24 * 3600;
/** One slip of a spreadsheet makes every line wrong: what follows the first few faults says nothing new. */
const mostFaults = 5;

const form = 'two numbers, seconds and rate, such as 12.5,300';
const number = /^\d{1,15}(?:\.\d{1,9})?$/;

/**
 * Reads recorded rates: CSV of two columns, seconds since the beginning and arrivals per second, with or without a line of
 * names above them. Seconds begin at 0 and never go back; the same second twice is a jump. Every fault has its line number
 * (from 1) as its path.
 */
export function readProfile(text: string): Reading<readonly RatePoint[]> {
  if (text.length > longestText) return faulty(`expected at most 1 MiB, got ${text.length} characters`);
  const points: RatePoint[] = [];
  const faults: Fault[] = [];
  let isFirst = true;
  for (const [index, line] of text
    .replace(/^\ufeff/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const cells = line.split(',').map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'));
    const isHeader = isFirst && cells.length === 2 && cells.every((cell) => /^\p{L}/u.test(cell));
    isFirst = false;
    if (isHeader) continue;
    const message = faultOf(cells, points);
    if (message === null) points.push({ atMs: Number(cells[0]) * 1000, perSecond: Number(cells[1]) });
    else faults.push({ path: [index + 1], message: message.replace('$line', quoted(line)), hint: null });
    if (faults.length === mostFaults || points.length > mostPoints) break;
  }
  if (faults.length > 0) return { kind: 'faulty', faults };
  if (points.length > mostPoints) return faulty(`expected at most ${mostPoints} points, got more`);
  if (points.length < 2 || points.at(-1)!.atMs === 0) {
    return faulty(`expected at least two points in time, got ${points.length}`, `each line is ${form}`);
  }
  if (points.every(({ perSecond }) => perSecond === 0)) return faulty('expected a rate above 0 somewhere, got none');
  return good(points);
}

/** What is wrong with a line, given the points before it; `$line` stands for the line itself. */
function faultOf(cells: readonly string[], before: readonly RatePoint[]): string | null {
  const [seconds = '', rate = ''] = cells;
  if (cells.length !== 2 || !number.test(seconds) || !number.test(rate)) return `expected ${form}, got $line`;
  const atMs = Number(seconds) * 1000;
  const last = before.at(-1);
  if (last === undefined && atMs !== 0) return `expected the first line to be at 0 seconds, got ${seconds}`;
  if (last !== undefined && atMs < last.atMs) {
    return `expected seconds that never go back, got ${seconds} after ${last.atMs / 1000}`;
  }
  if (atMs === last?.atMs && atMs === before.at(-2)?.atMs) return `expected at most two lines at ${seconds} seconds`;
  if (Number(seconds) > longestSeconds) return `expected at most 168 hours, got ${seconds} seconds`;
  if (Number(rate) > highestPerSecond) return `expected at most 1,000,000 a second, got ${rate}`;
  return null;
}
