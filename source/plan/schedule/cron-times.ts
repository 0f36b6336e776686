import { Cron } from 'croner';
import { quoted } from '../../config/quote.js';
import { faulty, good, type Reading } from '../../config/reading.js';
import { messageOf } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';

/** The times of a cron expression. */
export type CronTimes = {
  readonly text: string;
  readonly zone: string;
  /** The first time after `afterMs`; null where none comes any more. Wall clock, ms since 1970. */
  readonly next: (afterMs: number) => number | null;
};

const example = 'such as "30 2 * * *": minute, hour, day of the month, month, day of the week';

/**
 * Reads a cron expression of five fields, in the clock time of a zone. Where daylight saving time begins, a fixed time that the
 * day does not have is the first moment after the gap; where it ends, a fixed time that comes twice counts the first time,
 * while what goes by every so many minutes or hours goes on by. (`fixedTimeRule`: lists of times are fixed times too.)
 */
export function readCron(raw: unknown, zone: string): Reading<CronTimes> {
  if (typeof raw !== 'string' || raw.length > 200)
    return faulty(`expected a cron expression ${example}, got ${quoted(raw)}`);
  const text = raw.trim();
  if (!text.startsWith('@') && text.split(/\s+/).length !== 5) {
    return faulty(`expected a cron expression of five fields, got ${quoted(raw)}`, example);
  }
  try {
    const cron = new Cron(text, { paused: true, timezone: zone, fixedTimeRule: 'no-wildcard' });
    // There are no years in five fields: what never comes from one day on comes from none.
    if (cron.nextRun(new Date(0)) === null) {
      const message = `expected a cron expression of times that come, got ${quoted(raw)}, which never does`;
      return faulty(message, 'no month that it names has such a day');
    }
    return good({ text, zone, next: remembering((afterMs) => cron.nextRun(new Date(afterMs))?.getTime() ?? null) });
  } catch (error) {
    const why = plainText(messageOf(error).replace(/^CronPattern: /, ''), 200);
    return faulty(`expected a cron expression ${example}, got ${quoted(raw)} (${why})`);
  }
}

/** Reads the name of a time zone, such as `Europe/Berlin` or `UTC`. */
export function readZone(raw: unknown): Reading<string> {
  const problem = faulty(`expected a time zone such as "Europe/Berlin" or "UTC", got ${quoted(raw)}`);
  if (typeof raw !== 'string' || raw === '' || raw.length > 64) return problem;
  try {
    new Intl.DateTimeFormat('en', { timeZone: raw });
    return good(raw);
  } catch {
    return problem;
  }
}

/** Remembers the last answer: it is that of every moment up to itself, and is asked for again and again. */
function remembering(next: CronTimes['next']): CronTimes['next'] {
  let fromMs = Number.POSITIVE_INFINITY;
  let foundMs: number | null = null;
  return (afterMs) => {
    if (afterMs < fromMs || (foundMs !== null && afterMs >= foundMs)) {
      foundMs = next(afterMs);
      fromMs = afterMs;
    }
    return foundMs;
  };
}
