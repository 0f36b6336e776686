import type { StopSpec } from '../model/stop.js';
import { closest } from './nearest.js';
import { latencyStatistics } from './objectives.js';
import { readDuration, readPercentage, readSpan, wholeNumberReader } from './quantities.js';
import { quoted } from './quote.js';
import { type Fault, faulty, good, type Reading, readEach } from './reading.js';

const forms = "a stop rule such as 'errors > 20% for 5s', 'p99 > 2s for 10s', 'in-flight > 500' or 'count >= 100000'";
const names = ['errors', 'mean', 'p50', 'p90', 'p99', 'p999', 'in-flight', 'cpu', 'count', 'duration'];

/** What is counted by the second is judged by the second, and not over more of them than are kept. */
const shortestSpanMs = 1000;
const longestSpanMs = 300_000;
const longestLimitMs = 240_000;
const mostRules = 20;

/** A rule taken apart, each part as written. */
type Parts = {
  readonly text: string;
  readonly limit: string;
  readonly isInclusive: boolean;
  readonly span: string | null;
};

/**
 * Reads one stop rule: `NAME > LIMIT` with `for TIME` behind it where it shall not hold at once. Of a measured time or
 * share nothing is exactly the limit, so `>` and `>=` mean the same there; of a whole number they do not.
 */
export function readStop(raw: unknown): Reading<StopSpec> {
  const match =
    typeof raw === 'string' && raw.length <= 200
      ? /^\s*([\p{L}\d.-]{1,20})\s*(>=|>|≥|<=|<|=)\s*([^\s].*?)(?:\s+for\s+(.+?))?\s*$/u.exec(raw)
      : null;
  if (match === null) return faulty(`expected ${forms}, got ${quoted(raw)}`);
  const [, given = '', sign = '', limitText = '', spanText] = match;
  if (!sign.startsWith('>') && sign !== '≥') {
    return faulty(`expected a limit from below, got ${quoted(raw)}`, 'a run stops above its limit: use >');
  }
  const name = given.toLowerCase();
  const limit = limitText.toLowerCase().replace(/\s+/g, '');
  const span = spanText?.toLowerCase().replace(/\s+/g, '') ?? null;
  const isInclusive = sign !== '>';
  const isWhole = name === 'in-flight' || name === 'count' || name === 'duration';
  const shown = isWhole && isInclusive ? '>=' : '>';
  const text = `${name} ${shown} ${limit}${span === null ? '' : ` for ${span}`}`;
  return readNamed(name, { text, limit, isInclusive, span });
}

function readNamed(name: string, parts: Parts): Reading<StopSpec> {
  const { text, limit } = parts;
  const statistic = Object.hasOwn(latencyStatistics, name) ? latencyStatistics[name] : undefined;
  if (statistic !== undefined) {
    return both(limitIn(limit), over(parts), (limitMs, spanMs) => ({
      kind: 'latency',
      text,
      statistic,
      limitMs,
      spanMs,
    }));
  }
  switch (name) {
    case 'errors':
      return both(readPercentage(limit), over(parts), (limitRatio, spanMs) => ({
        kind: 'errors',
        text,
        limitRatio,
        spanMs,
      }));
    case 'cpu':
      return both(readPercentage(limit), held(parts), (limitRatio, spanMs) => ({
        kind: 'cpu',
        text,
        limitRatio,
        spanMs,
      }));
    case 'in-flight':
      return both(wholeNumberReader(1, 1_000_000)(limit), held(parts), (count, spanMs) => {
        return { kind: 'in-flight', text, limit: parts.isInclusive ? count - 1 : count, spanMs };
      });
    case 'count':
      return both(wholeNumberReader(1, 1_000_000_000)(limit), none(parts), (count) => {
        return { kind: 'count', text, count: parts.isInclusive ? count : count + 1 };
      });
    case 'duration':
      return both(readDuration(limit), none(parts), (durationMs) => ({ kind: 'duration', text, durationMs }));
    default:
      return faulty(`expected one of ${names.join(', ')}, got ${quoted(name)}`, closest(name, names));
  }
}

/** Reads a list of stop rules, or a single one. */
export function readStops(raw: unknown): Reading<readonly StopSpec[]> {
  const list = typeof raw === 'string' ? [raw] : raw;
  if (!Array.isArray(list))
    return faulty(`expected a list of stop rules such as ["errors > 20% for 5s"], got ${quoted(raw)}`);
  if (list.length > mostRules) return faulty(`expected at most ${mostRules} stop rules, got ${list.length}`);
  return readEach(list, readStop);
}

function limitIn(limit: string): Reading<number> {
  const reading = readDuration(limit);
  if (reading.kind === 'ok' && reading.value > longestLimitMs) {
    return faulty(`expected a limit of at most 4m, got ${quoted(limit)}`);
  }
  return reading;
}

/** The span that is judged as a whole: a second where none is named. */
function over({ span }: Parts): Reading<number> {
  if (span === null) return good(shortestSpanMs);
  const reading = readSpan(span);
  if (reading.kind === 'ok' && (reading.value < shortestSpanMs || reading.value > longestSpanMs)) {
    return faulty(`expected a time from 1s to 5m after "for", got ${quoted(span)}`);
  }
  return reading;
}

/** The span all through which a level must be above its limit: at once where none is named. */
function held({ span }: Parts): Reading<number> {
  return span === null ? good(0) : readSpan(span);
}

function none({ span }: Parts): Reading<null> {
  if (span === null) return good(null);
  return faulty(`expected no "for" after a count or a duration, got ${quoted(`for ${span}`)}`);
}

/** Both readings as one value, or the faults of both. */
function both<A, B>(a: Reading<A>, b: Reading<B>, join: (a: A, b: B) => StopSpec): Reading<StopSpec> {
  if (a.kind === 'ok' && b.kind === 'ok') return good(join(a.value, b.value));
  const faults: Fault[] = [a, b].flatMap((reading) => (reading.kind === 'faulty' ? reading.faults : []));
  return { kind: 'faulty', faults };
}
