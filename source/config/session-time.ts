import { quoted } from './quote.js';
import { faulty, good, type Reading } from './reading.js';

/** A time of a session: since its beginning, or by so much from some other time. In ms. */
export type SessionTime = { readonly kind: 'at' | 'by'; readonly ms: number };

const units: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Reads `1:30`, `1:04:30`, `90s` and `0` since the session began; `-5m` and `+30s` from somewhere else. */
export function readSessionTime(raw: unknown): Reading<SessionTime> {
  if (typeof raw === 'string') {
    if (raw === '0') return good({ kind: 'at', ms: 0 });
    // Minutes may be as many as they like where there are no hours, seconds never.
    const clock = /^(?:(\d{1,3}):(?=[0-5]?\d:))?(\d{1,3}):([0-5]\d)$/.exec(raw);
    if (clock !== null) {
      const [, hours = '0', minutes, seconds] = clock;
      return good({ kind: 'at', ms: (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000 });
    }
    const step = /^([+-]?)(\d{1,6})(ms|s|m|h)$/.exec(raw);
    if (step !== null) {
      const [, sign, count, unit = 'ms'] = step;
      const ms = (sign === '-' ? -1 : 1) * Number(count) * (units[unit] ?? 0);
      return good({ kind: sign === '' ? 'at' : 'by', ms });
    }
  }
  return faulty(`expected a time such as 12:30, 90s or -5m, got ${quoted(raw)}`);
}
