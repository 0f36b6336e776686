import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { fieldsOf } from '../recorded-value.js';
import { summaryOf } from './json-summaries.js';
import type { ImportedKind } from './reading.js';
import { k6Line, vegetaLine } from './request-lines.js';
import { wrkSummary } from './wrk-text.js';

/** What a file is, or a clause about why it is none that can be read: expected what, got what. */
export type Recognised =
  | ImportedKind
  | { readonly kind: 'unknown'; readonly message: string; readonly hint: string | null };

/** Summaries are a few kilobytes; more than this is none. */
const longestSummary = 16_777_216;
const headBytes = 65_536;

const wanted = 'the results of k6, vegeta, autocannon or wrk';

/** Looks at how a file begins, and reads it where it is a summary. Throws Node's own errors. */
export function recognise(file: string): Recognised {
  const size = statSync(file).size;
  if (size === 0) return unknown(`expected ${wanted}, got an empty file`, null);
  const head = readText(file, headBytes);
  const firstLine = /^[^\n]*/.exec(head)?.[0] ?? '';
  if (k6Line(firstLine).kind !== 'unreadable') return { kind: 'requests', tool: 'k6' };
  if (vegetaLine(firstLine).kind === 'request') return { kind: 'requests', tool: 'vegeta' };
  // Go's own encoding of values, which is what vegeta writes unless it is told otherwise.
  if (head.includes('\u0000') && head.includes('Attack')) {
    return unknown(
      `expected ${wanted} as text, got the binary results of vegeta`,
      'vegeta encode results.bin > results.json',
    );
  }
  if (size > longestSummary) return unknown(`expected ${wanted}, got ${size} bytes of something else`, null);
  const text = size <= headBytes ? head : readText(file, longestSummary);
  const wrk = wrkSummary(text);
  if (wrk !== null) return { kind: 'summary', summary: wrk };
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return unknown(`expected ${wanted}, got something else`, 'see docs/export.md for how each is written');
  }
  const summary = summaryOf(document);
  if (summary !== null) return { kind: 'summary', summary };
  const keys = Object.keys(fieldsOf(document)).slice(0, 5).join(', ');
  return unknown(
    `expected ${wanted}, got JSON with ${keys === '' ? 'other content' : keys}`,
    'see docs/export.md for how each is written',
  );
}

function unknown(message: string, hint: string | null): Recognised {
  return { kind: 'unknown', message, hint };
}

function readText(file: string, most: number): string {
  const from = openSync(file, 'r');
  try {
    const bytes = Buffer.alloc(Math.min(most, statSync(file).size));
    let read = 0;
    while (read < bytes.length) {
      const now = readSync(from, bytes, read, bytes.length - read, read);
      if (now === 0) break;
      read += now;
    }
    return bytes.toString('utf8', 0, read);
  } finally {
    closeSync(from);
  }
}
