import { countsOf } from './counts.js';
import { type ImportedSummary, noFigures } from './reading.js';
import { durationOf } from './told-numbers.js';

const unitMs: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** What wrk or wrk2 printed; null where a text is something else. */
export function wrkSummary(printed: string): ImportedSummary | null {
  const [first, second, ...others] = [...printed.matchAll(/^Running .{1,40} test @ (\S{1,8192})/gm)];
  const [target, text] = [first?.[1], printed.slice(0, second?.index)];
  const total = /^\s*(\d{1,15}) requests in (\S{1,20}),/m.exec(text);
  if (target === undefined || total === null) return null;
  // Only wrk2 calibrates, or prints what it calls recorded latency.
  const isSecond = /Thread calibration|Recorded Latency/.test(text);
  const spread = /^\s*Latency\s+(\S+)\s+\S+\s+(\S+)/m.exec(text);
  // The distribution of wrk2 comes once more, uncorrected, where it was asked for: the first one is of what users waited.
  const percentile = (share: string): number | null =>
    timeMs(new RegExp(`^\\s*${share}(?:\\.0{1,3})?%\\s+(\\S+)`, 'm').exec(text)?.[1]);
  // Both lines are printed only where there is something to tell. Timeouts are answers that came late, and not further requests.
  const [connect, read, write, timeouts] =
    /^\s*Socket errors: connect (\d{1,12}), read (\d{1,12}), write (\d{1,12}), timeout (\d{1,12})/m
      .exec(text)
      ?.slice(1)
      .map(Number) ?? [0, 0, 0, 0];
  const badStatus = Number(/^\s*Non-2xx or 3xx responses: (\d{1,12})/m.exec(text)?.[1] ?? 0);
  const answered = Number(total[1]);
  const perSecond = Number(/^Requests\/sec:\s+([\d.]{1,20})/m.exec(text)?.[1]);
  const durationMs = timeMs(total[2]);
  return {
    tool: isSecond ? 'wrk2' : 'wrk',
    target,
    startedMs: null,
    loop: isSecond ? 'open' : 'closed',
    connections: countOf(/(\d{1,9}) connections/.exec(text)?.[1]),
    remarks: furtherResults(second === undefined ? 0 : 1 + others.length),
    figures: {
      ...countsOf({
        durationSeconds: durationOf(durationMs, 0.001),
        answered,
        unanswered: connect! + read! + write!,
        good: answered - badStatus - timeouts!,
        answeredPerSecond: Number.isFinite(perSecond) ? perSecond : null,
      }),
      // Where nothing was answered, its zeros are no latencies.
      latencyMs:
        answered === 0
          ? noFigures.latencyMs
          : {
              ...noFigures.latencyMs,
              mean: timeMs(spread?.[1]),
              max: timeMs(spread?.[2]),
              p50: percentile('50'),
              p90: percentile('90'),
              p99: percentile('99'),
              p999: timeMs(/^\s*99\.9(?:00?)?%\s+(\S+)/m.exec(text)?.[1]),
            },
    },
  };
}

function furtherResults(count: number): readonly string[] {
  if (count === 0) return [];
  const what = count === 1 ? 'another result, which is' : `${count} further results, which are`;
  return [`The file holds ${what} left out: give each a file of its own.`];
}

/** `635.91us`, `12.92ms`, `1.50s` in milliseconds. */
function timeMs(text: string | undefined): number | null {
  const match = /^([\d.]{1,15})(us|ms|s|m|h)$/.exec(text ?? '');
  const value = Number(match?.[1]) * (unitMs[match?.[2] ?? ''] ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}

function countOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}
