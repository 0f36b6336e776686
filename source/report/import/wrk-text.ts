import { type ImportedSummary, noFigures } from './reading.js';

const unitMs: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** What wrk or wrk2 printed; null where a text is something else. */
export function wrkSummary(text: string): ImportedSummary | null {
  const target = /^Running .{1,40} test @ (\S{1,2048})/m.exec(text)?.[1];
  const total = /^\s*(\d{1,15}) requests in (\S{1,20}),/m.exec(text);
  if (target === undefined || total === null) return null;
  // Only wrk2 calibrates, or prints what it calls recorded latency.
  const isSecond = /Thread calibration|Recorded Latency/.test(text);
  const spread = /^\s*Latency\s+(\S+)\s+\S+\s+(\S+)/m.exec(text);
  // The distribution of wrk2 comes once more, uncorrected, where it was asked for: the first one is of what users waited.
  const percentile = (share: string): number | null =>
    timeMs(new RegExp(`^\\s*${share}(?:\\.0{1,3})?%\\s+(\\S+)`, 'm').exec(text)?.[1]);
  const socketErrors =
    /^\s*Socket errors: connect (\d{1,12}), read (\d{1,12}), write (\d{1,12}), timeout (\d{1,12})/m.exec(text);
  const badStatus = /^\s*Non-2xx or 3xx responses: (\d{1,12})/m.exec(text);
  const perSecond = Number(/^Requests\/sec:\s+([\d.]{1,20})/m.exec(text)?.[1]);
  const durationMs = timeMs(total[2]);
  return {
    tool: isSecond ? 'wrk2' : 'wrk',
    target,
    startedMs: null,
    loop: isSecond ? 'open' : 'closed',
    connections: countOf(/(\d{1,9}) connections/.exec(text)?.[1]),
    figures: {
      durationSeconds: durationMs === null ? null : durationMs / 1000,
      requests: Number(total[1]),
      // Both lines are printed only where there is something to tell.
      failed: [...(socketErrors?.slice(1) ?? []), badStatus?.[1] ?? '0'].reduce((sum, count) => sum + Number(count), 0),
      perSecond: Number.isFinite(perSecond) ? perSecond : null,
      latencyMs: {
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

/** `635.91us`, `12.92ms`, `1.50s` in milliseconds. */
function timeMs(text: string | undefined): number | null {
  const match = /^([\d.]{1,15})(us|ms|s|m|h)$/.exec(text ?? '');
  const value = Number(match?.[1]) * (unitMs[match?.[2] ?? ''] ?? Number.NaN);
  return Number.isFinite(value) ? value : null;
}

function countOf(text: string | undefined): number | null {
  return text === undefined ? null : Number(text);
}
