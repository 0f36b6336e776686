import { statSync } from 'node:fs';
import { withoutSecrets } from '../../config/without-secrets.js';
import { messageOf } from '../../model/error.js';
import type { ImportedFrom } from '../../model/imported.js';
import { plainText } from '../../model/plain-text.js';
import type { ImportedSummary } from './reading.js';
import { type Recognised, recognise } from './recognise.js';
import { type ReadSeconds, readRequests } from './request-file.js';
import { timeOf } from './told-numbers.js';
import { importValidity } from './validity.js';

/** An imported test: where it came from, when it began (milliseconds since 1970), and what happened in it. */
export type ImportedTest = {
  readonly from: ImportedFrom;
  readonly target: string | null;
  readonly startedMs: number;
  readonly durationMs: number;
  /** Its seconds; null where the program told of the whole alone. May throw Node's own errors. */
  readonly readSeconds: ReadSeconds | null;
};

/** What came of reading a file; `message` is a clause: expected what, got what. */
export type ImportReading =
  | { readonly kind: 'ok'; readonly test: ImportedTest }
  | { readonly kind: 'faulty'; readonly message: string; readonly hint: string | null };

/** Reads a result file of another program, which `name` is the name of. Never throws. */
export async function importFile(file: string, name: string): Promise<ImportReading> {
  try {
    const recognised: Recognised = recognise(file);
    switch (recognised.kind) {
      case 'unknown':
        return { kind: 'faulty', message: recognised.message, hint: recognised.hint };
      case 'summary': {
        const { summary } = recognised;
        const durationMs = (summary.figures.durationSeconds ?? 0) * 1000;
        return { kind: 'ok', test: testOf(summary, { file, name, durationMs, readSeconds: null }) };
      }
      case 'requests': {
        const reading = await readRequests(recognised.tool, file);
        if (reading.kind === 'faulty') return { ...reading, hint: null };
        const { durationMs, readSeconds, summary } = reading;
        return { kind: 'ok', test: testOf(summary, { file, name, durationMs, readSeconds }) };
      }
    }
  } catch (error) {
    return { kind: 'faulty', message: `expected a file that can be read: ${messageOf(error)}`, hint: null };
  }
}

type Source = Pick<ImportedTest, 'durationMs' | 'readSeconds'> & { readonly file: string; readonly name: string };

function testOf(summary: ImportedSummary, { durationMs, file, name, readSeconds }: Source): ImportedTest {
  const { connections, figures, loop, startedMs, target, tool } = summary;
  const validity = importValidity(summary);
  return {
    from: { tool, file: plainText(name, 200), loop, connections, figures, validity },
    // What is cut off could be the end of a login by which it is known as one.
    target: target === null ? null : plainText(String(withoutSecrets(target).value), 2048),
    // Where nobody tells when it was, the file was written at its end.
    startedMs: startedMs ?? timeOf(statSync(file).mtimeMs - durationMs) ?? 0,
    durationMs,
    readSeconds,
  };
}
