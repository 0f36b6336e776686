import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { summariseLatency } from '../../measure/histogram.js';
import { smoothQuantileUs } from '../../measure/quantile-estimate.js';
import type { ImportedFigures } from '../../model/imported.js';
import type { LoadInterval } from '../../model/load.js';
import { countText } from '../../model/quantity-text.js';
import { type ImportedRequest, type ImportedSummary, longestRequestMs, noFigures } from './reading.js';
import { k6Line, vegetaLine } from './request-lines.js';
import { createSeconds } from './seconds.js';
import { createSpanFinder, type Span } from './span.js';
import { createUnread } from './unread.js';

/** What came of a file of requests; `message` is a clause: expected what, got what. */
export type RequestsReading =
  | {
      readonly kind: 'ok';
      readonly summary: ImportedSummary;
      readonly durationMs: number;
      readonly readSeconds: ReadSeconds;
    }
  | { readonly kind: 'faulty'; readonly message: string };

/**
 * Reads the file once more and gives each second away in order, as soon as nothing can come to it any more. What has to be
 * known of them is told in sentences.
 */
export type ReadSeconds = (give: (interval: LoadInterval) => void) => Promise<readonly string[]>;

/** Most lines that may be none of a file of requests, as a share: a cut line at its end is no reason to refuse it. */
const mostUnreadable = 0.01;

/** Longest line: a response body may be in it. */
const longestLine = 8_388_608;

/**
 * Reads a file of requests once for what the whole test was, in memory that does not grow with their number; their order does
 * not matter. Throws Node's own errors.
 */
export async function readRequests(tool: 'k6' | 'vegeta', file: string): Promise<RequestsReading> {
  const finder = createSpanFinder();
  let target: string | null = null;
  const { lines, unreadable } = await eachRequest(tool, file, (request, url) => {
    target ??= url;
    return finder.add(request);
  });
  const span = finder.end();
  if (span === null) {
    const message = `expected requests in the results of ${tool}, got none in ${countText(lines)} lines`;
    return { kind: 'faulty', message };
  }
  const most = Math.max(1, mostUnreadable * lines);
  if (unreadable > most) {
    const message = `expected results of ${tool}, got ${countText(unreadable)} of ${countText(lines)} lines that are none`;
    return { kind: 'faulty', message };
  }
  if (span.elsewhere > most) {
    const message = `expected the results of one test, got ${countText(span.elsewhere)} requests that are more than an hour from the other ${countText(span.requests)}`;
    return { kind: 'faulty', message };
  }
  const summary: ImportedSummary = {
    tool,
    target,
    startedMs: span.startedMs,
    // Every arrival that comes too late is dropped by a rate of k6, and told; that it has none shows a loop of users.
    loop: tool === 'vegeta' ? 'open' : 'unknown',
    connections: null,
    figures: figuresOf(span),
    remarks: leftOut(unreadable, span.elsewhere),
  };
  return {
    kind: 'ok',
    summary,
    durationMs: span.endedMs - span.startedMs,
    readSeconds: (give) => readSeconds(tool, file, span, give),
  };
}

async function readSeconds(
  tool: 'k6' | 'vegeta',
  file: string,
  span: Span,
  give: (interval: LoadInterval) => void,
): Promise<readonly string[]> {
  const seconds = createSeconds(span, 'imported', give);
  const unread = createUnread(span);
  await eachRequest(tool, file, (request) => {
    // What is none of the test was told when the file was read for the first time.
    if (request.latencyMs > longestRequestMs || !unread.take(request.startMs)) return false;
    seconds.add(request);
    seconds.giveUntil(unread.fromMs());
    return true;
  });
  seconds.end();
  const late = seconds.late();
  if (late === 0) return [];
  return [
    `${late === 1 ? '1 request stands' : `${countText(late)} requests stand`} more than two hours out of order in the file and ${late === 1 ? 'is' : 'are'} counted in a later second: sort the file by time to have every second right.`,
  ];
}

function leftOut(unreadable: number, elsewhere: number): readonly string[] {
  return [
    ...(unreadable === 0
      ? []
      : [
          unreadable === 1
            ? '1 line of the file could not be read and is left out.'
            : `${countText(unreadable)} lines of the file could not be read and are left out.`,
        ]),
    ...(elsewhere === 0
      ? []
      : [
          elsewhere === 1
            ? '1 request is more than an hour from the others and is left out.'
            : `${countText(elsewhere)} requests are more than an hour from the others and are left out.`,
        ]),
  ];
}

/** Calls `take` for each request, which says whether it can be one; counts what cannot. */
async function eachRequest(
  tool: 'k6' | 'vegeta',
  file: string,
  take: (request: ImportedRequest, url: string | null) => boolean,
): Promise<{ readonly lines: number; readonly unreadable: number }> {
  const read = tool === 'k6' ? k6Line : vegetaLine;
  let lines = 0;
  let unreadable = 0;
  const input = createReadStream(file, { encoding: 'utf8' });
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue;
    lines += 1;
    const told = line.length > longestLine ? ({ kind: 'unreadable' } as const) : read(line);
    const isTaken = told.kind === 'request' ? take(told.request, told.url) : told.kind === 'other';
    if (!isTaken) unreadable += 1;
  }
  return { lines, unreadable };
}

function figuresOf({ endedMs, failed, lastStartMs, latency, requests, startedMs }: Span): ImportedFigures {
  const durationSeconds = (endedMs - startedMs) / 1000;
  const sendingSeconds = (lastStartMs - startedMs) / 1000;
  const { max, mean, p50, p90, p99, p999 } = summariseLatency(latency);
  const p95 = latency.count === 0 ? 0 : smoothQuantileUs(latency, 0.95) / 1000;
  return {
    durationSeconds,
    requests,
    failed,
    // From the first to the last there is one gap less than there are requests.
    offeredPerSecond: sendingSeconds > 0 ? (requests - 1) / sendingSeconds : null,
    achievedPerSecond: durationSeconds > 0 ? (requests - failed) / durationSeconds : null,
    latencyMs: latency.count === 0 ? noFigures.latencyMs : { mean, p50, p90, p95, p99, p999, max },
  };
}
