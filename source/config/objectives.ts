import { type LatencyStatistic, type Objective, requestOf } from '../model/objective.js';
import { closest } from './nearest.js';
import { readPercentage, readSpan } from './quantities.js';
import { quoted } from './quote.js';
import { type Fault, faulty, good, type Reading, readEach } from './reading.js';

/** Every latency statistic by the names that it may be written with. */
export const latencyStatistics: Readonly<Record<string, LatencyStatistic | undefined>> = {
  mean: 'mean',
  p50: 'p50',
  median: 'p50',
  p90: 'p90',
  p99: 'p99',
  p999: 'p999',
  'p99.9': 'p999',
};
const names = ['mean', 'p50', 'p90', 'p99', 'p999', 'errors', 'cpu'];
const forms = "an objective such as 'p99 < 75ms', 'mean < 20ms', 'errors < 1%' or 'cpu < 80%'";

/** Nothing is measured finer than a microsecond. */
const shortestLimitMs = 0.001;
/** Longest limit on a response time: a histogram tells times apart up to about 268 s. */
const longestLimitMs = 240_000;

/**
 * Reads one promise. `<` and `<=` mean the same: of a measured time nothing is exactly the limit. The objective's text is
 * what was written, with one space around `<` and none inside the limit.
 */
export function readObjective(raw: unknown): Reading<Objective> {
  if (typeof raw !== 'string') return faulty(`expected ${forms}, got ${quoted(raw)}`);
  const match = /^\s*([\p{L}\d.]{1,20})\s*(?:\(([^()]{1,80})\)\s*)?(<=|<|≤|>=|>|=)\s*(.{1,40}?)\s*$/u.exec(raw);
  if (match === null) return faulty(`expected ${forms}, got ${quoted(raw)}`);
  const given = match[1]!.toLowerCase();
  const limit = match[4]!.toLowerCase().replace(/\s+/g, '');
  if (!match[3]!.startsWith('<') && match[3] !== '≤') {
    return faulty(`expected a limit from above, got ${quoted(raw)}`, 'an objective is kept below its limit: use <');
  }
  const request = match[2]?.trim();
  const of = request === undefined ? {} : { request };
  const name = (quantity: string): string => (request === undefined ? quantity : `${quantity}(${request})`);
  if (request === '') return faulty(`expected the name of a request in the parentheses, got ${quoted(raw)}`);
  if (given === 'cpu' && request !== undefined) {
    return faulty(`expected cpu alone, got ${quoted(raw)}`, 'what a server uses belongs to no single request');
  }
  if (given === 'errors' || given === 'cpu') {
    const reading = readPercentage(limit);
    if (reading.kind === 'faulty') return reading;
    const text = `${name(given)} < ${limit}`;
    return good({ kind: given, text, limitRatio: reading.value, ...of });
  }
  const statistic = Object.hasOwn(latencyStatistics, given) ? latencyStatistics[given] : undefined;
  if (statistic === undefined) {
    return faulty(`expected one of ${names.join(', ')}, got ${quoted(match[1])}`, closest(given, names));
  }
  // Seconds would be an odd limit: milliseconds are meant.
  if (/^\d+(?:\.\d+)?$/.test(limit))
    return faulty(`expected a limit such as 50ms, got ${quoted(limit)}`, `write ${limit}ms`);
  const reading = readSpan(limit);
  if (reading.kind === 'faulty') return reading;
  if (reading.value < shortestLimitMs) return faulty(`expected a limit above zero, got ${quoted(limit)}`);
  if (reading.value > longestLimitMs) return faulty(`expected a limit of at most 4m, got ${quoted(limit)}`);
  return good({ kind: 'latency', text: `${name(statistic)} < ${limit}`, statistic, limitMs: reading.value, ...of });
}

/** Reads a list of promises, or a single one. Two on the same quantity are refused: one of them would say nothing. */
export function readObjectives(raw: unknown): Reading<readonly Objective[]> {
  const list = typeof raw === 'string' ? [raw] : raw;
  if (!Array.isArray(list)) return faulty(`expected a list of objectives such as ["p99 < 75ms"], got ${quoted(raw)}`);
  const reading = readEach(list, readObjective);
  if (reading.kind === 'faulty') return reading;
  const seen = new Set<string>();
  const faults: Fault[] = [];
  for (const [index, objective] of reading.value.entries()) {
    const measured = objective.kind === 'latency' ? objective.statistic : objective.kind;
    const request = requestOf(objective);
    const quantity = request === null ? measured : `${measured}(${request})`;
    if (seen.has(quantity)) {
      faults.push({
        path: [index],
        message: `expected one objective for ${quantity}, got a second one: "${objective.text}"`,
        hint: 'keep the stricter of the two',
      });
    }
    seen.add(quantity);
  }
  return faults.length === 0 ? reading : { kind: 'faulty', faults };
}
