import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { messageOf } from '../../model/error.js';
import type { SessionEvent } from '../../model/events.js';
import type { ImportedFigures, ImportedFrom } from '../../model/imported.js';
import { plainText } from '../../model/plain-text.js';
import { figuresCounter } from './figures.js';
import { type ImportedRequest, type ImportedSummary, noFigures } from './reading.js';
import { type Recognised, recognise } from './recognise.js';
import { k6Line, vegetaLine } from './request-lines.js';
import { createSeconds } from './seconds.js';
import { importValidity } from './validity.js';

/** An imported test: where it came from, when it began (milliseconds since 1970), and what happened in it. */
export type ImportedTest = {
  readonly from: ImportedFrom;
  readonly target: string | null;
  readonly startedMs: number;
  readonly durationMs: number;
};

/** What came of reading a file; `message` is a clause: expected what, got what. */
export type ImportReading =
  | { readonly kind: 'ok'; readonly test: ImportedTest }
  | { readonly kind: 'faulty'; readonly message: string; readonly hint: string | null };

/** Most lines that may be none of a file of requests, as a share: a cut line at its end is no reason to refuse it. */
const mostUnreadable = 0.01;

/** Longest line: a response body may be in it. */
const longestLine = 8_388_608;

/**
 * Reads a result file of another program. Where it tells of each request, `begin` is called with the time of the first one and
 * gives back what takes the seconds as intervals; a summary has none. Never throws.
 */
export async function importFile(
  file: string,
  begin: (startedMs: number) => (event: SessionEvent) => void,
): Promise<ImportReading> {
  try {
    const recognised: Recognised = recognise(file);
    switch (recognised.kind) {
      case 'unknown':
        return { kind: 'faulty', message: recognised.message, hint: recognised.hint };
      case 'summary':
        return { kind: 'ok', test: testOfSummary(recognised.summary, file) };
      case 'requests':
        return await readRequests(recognised.tool, file, begin);
    }
  } catch (error) {
    return { kind: 'faulty', message: `expected a file that can be read: ${messageOf(error)}`, hint: null };
  }
}

function testOfSummary(summary: ImportedSummary, file: string): ImportedTest {
  const { connections, figures, loop, startedMs, target, tool } = summary;
  const durationMs = (figures.durationSeconds ?? 0) * 1000;
  return {
    from: {
      tool,
      file: plainText(basename(file), 200),
      loop,
      connections,
      figures,
      validity: importValidity(summary, 0),
    },
    target: target === null ? null : plainText(target, 2048),
    // Where nobody tells when it was, the file was written at its end.
    startedMs: startedMs ?? statSync(file).mtimeMs - durationMs,
    durationMs,
  };
}

async function readRequests(
  tool: 'k6' | 'vegeta',
  file: string,
  begin: (startedMs: number) => (event: SessionEvent) => void,
): Promise<ImportReading> {
  const read = tool === 'k6' ? k6Line : vegetaLine;
  const counter = figuresCounter();
  let seconds: ReturnType<typeof createSeconds> | null = null;
  let startedMs = 0;
  let target: string | null = null;
  let lines = 0;
  let unreadable = 0;
  const add = (request: ImportedRequest): void => {
    if (seconds === null) {
      startedMs = request.startMs;
      const give = begin(startedMs);
      seconds = createSeconds(startedMs, 'imported', (interval) =>
        give({ atMs: interval.startMs + interval.durationMs, kind: 'load/interval', interval }),
      );
    }
    if (seconds.add(request)) counter.add(request);
    else unreadable += 1;
  };
  const input = createReadStream(file, { encoding: 'utf8' });
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue;
    lines += 1;
    const told = line.length > longestLine ? ({ kind: 'unreadable' } as const) : read(line);
    if (told.kind === 'unreadable') unreadable += 1;
    if (told.kind !== 'request') continue;
    target ??= told.url;
    add(told.request);
  }
  // What is assigned inside a closure is still what it was to the compiler.
  (seconds as ReturnType<typeof createSeconds> | null)?.end();
  if (counter.requests() === 0) {
    return {
      kind: 'faulty',
      message: `expected requests in the results of ${tool}, got none in ${lines} lines`,
      hint: null,
    };
  }
  if (unreadable > Math.max(1, mostUnreadable * lines)) {
    const message = `expected results of ${tool}, got ${unreadable} of ${lines} lines that are none`;
    return { kind: 'faulty', message, hint: null };
  }
  const figures: ImportedFigures = counter.figures();
  // Every arrival that comes too late is dropped by a rate of k6, and told; that it has none shows a loop of users.
  const loop = tool === 'vegeta' ? ('open' as const) : ('unknown' as const);
  const summary: ImportedSummary = {
    tool,
    target,
    startedMs,
    loop,
    connections: null,
    figures: { ...noFigures, ...figures },
  };
  const { from } = testOfSummary(summary, file);
  const validity = importValidity(summary, unreadable);
  const durationMs = (figures.durationSeconds ?? 0) * 1000;
  const shown = target === null ? null : plainText(target, 2048);
  return { kind: 'ok', test: { from: { ...from, validity }, target: shown, startedMs, durationMs } };
}
