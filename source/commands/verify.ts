import { clockText } from '../model/clock-text.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { plainText } from '../model/plain-text.js';
import { countText } from '../model/quantity-text.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import { type Alteration, type Verification, verifySession } from '../record/verify-session.js';
import { findSession } from './find-session.js';
import type { RecordCommand } from './invocation.js';
import type { Io } from './io.js';
import { problemText } from './problem-text.js';
import { refuse } from './refuse.js';

/** One record, named and followed. */
type Checked = { readonly reference: string; readonly file: string | null; readonly verification: Verification };

/**
 * `plimsoll verify SESSION...`: says of each record whether it is whole and unaltered, and where not. The exit code is
 * that of the worst: 1 where one was altered, else 2 where one could not be read, else 3 where one has no chain.
 */
export async function verify({ positionals, settings }: RecordCommand, io: Io): Promise<ExitCode> {
  if (positionals.length === 0) {
    const message = 'expected ids or files of sessions, got none';
    return refuse([{ path: 'arguments', message, hint: 'such as plimsoll verify last' }], io);
  }
  const { expectedHash } = settings;
  if (expectedHash !== null && positionals.length > 1) {
    const message = `expected one session beside --hash, got ${positionals.length}`;
    return refuse([{ path: '--hash', message, hint: null }], io);
  }
  const folder = sessionsFolder(settings.sessions, io.env);
  const all = positionals.map((reference): Checked => check(reference, folder));
  const results = all.map((checked) => ({ ...checked, isExpected: isExpected(checked.verification, expectedHash) }));
  if (settings.json === true) io.stdout.write(`${JSON.stringify(results.map(jsonOf), null, 2)}\n`);
  else for (const result of results) io.stdout.write(`${linesOf(result).join('\n')}\n`);
  const kinds = new Set(
    results.map(({ verification, isExpected: asNoted }) => (asNoted ? verification.kind : 'altered')),
  );
  if (kinds.has('altered')) return exitCodes.missed;
  if (kinds.has('unreadable')) return exitCodes.usage;
  return kinds.has('unchained') ? exitCodes.unmeasured : exitCodes.met;
}

function check(reference: string, folder: string): Checked {
  const finding = findSession(reference, folder);
  if (finding.kind === 'found') return { reference, file: finding.file, verification: verifySession(finding.file) };
  return { reference, file: null, verification: { kind: 'unreadable', reason: problemText(finding.problem) } };
}

/** Whether the end of the chain is the one that was noted down; true where none was. */
function isExpected(verification: Verification, hash: string | null): boolean {
  if (hash === null || (verification.kind !== 'whole' && verification.kind !== 'altered')) return true;
  return verification.hash === hash.toLowerCase();
}

/** What the hash that was noted down tells, and nothing in the record itself. */
const otherHash = { what: 'other-hash', batch: null, fromMs: null, toMs: null, rows: [] };

function jsonOf({
  reference,
  file,
  verification,
  isExpected: asNoted,
}: Checked & { readonly isExpected: boolean }): object {
  switch (verification.kind) {
    case 'whole':
    case 'altered': {
      const { kind, summary, batches, events, lastMs, hash, alterations } = verification;
      const { id, state } = summary;
      return {
        file,
        verdict: asNoted ? kind : 'altered',
        id,
        state,
        batches,
        events,
        seconds: lastMs / 1000,
        hash,
        alterations: asNoted ? alterations : [...alterations, otherHash],
      };
    }
    case 'unchained':
      return { file, verdict: 'unchained', id: verification.summary.id, state: verification.summary.state };
    case 'unreadable':
      return { file: file ?? reference, verdict: 'unreadable', reason: verification.reason };
  }
}

function linesOf({
  reference,
  file,
  verification,
  isExpected: asNoted,
}: Checked & { readonly isExpected: boolean }): readonly string[] {
  const name = plainText(file ?? reference, 4096);
  switch (verification.kind) {
    case 'unreadable':
      return [`${name}: not readable: ${plainText(verification.reason, 4096)}`];
    case 'unchained':
      return [`${name}: cannot be verified: it was recorded by an older plimsoll, without a chain of hashes`];
    case 'whole':
    case 'altered': {
      const { summary, batches, events, lastMs, hash, alterations } = verification;
      const extent = `${countText(events)} events in ${countText(batches)} ${batches === 1 ? 'batch' : 'batches'} over ${clockText(lastMs)}`;
      const whole = asNoted ? 'whole and unaltered' : 'not what was noted down';
      const verdict = alterations.length === 0 ? whole : 'altered';
      const lines = [
        `${name}: ${verdict}: ${extent}, ${stateText(summary.state)}`,
        ...alterations.map((one) => `  ${sentenceOf(one)}`),
      ];
      if (!asNoted)
        lines.push('  its end has another hash than the one given: it is another record, or was written anew');
      return [...lines, `  hash ${hash}`];
    }
  }
}

function stateText(state: 'complete' | 'interrupted' | 'recording'): string {
  switch (state) {
    case 'complete':
      return 'recorded to its end';
    case 'interrupted':
      return 'interrupted: its writer was cut off, and what came after the last batch was never written';
    case 'recording':
      return 'still being recorded';
  }
}

function sentenceOf({ what, batch, fromMs, toMs, rows }: Alteration): string {
  const where = `${batch === null ? '' : `batch ${batch}`}${fromMs === null ? '' : `${batch === null ? '' : ', '}${timeText(fromMs)}${toMs === null ? '' : ` to ${timeText(toMs)}`}`}`;
  const which = rows.length === 1 ? `row ${rows[0]}` : `rows ${rangesOf(rows)}`;
  const are = rows.length === 1 ? 'is' : 'are';
  switch (what) {
    case 'head-changed':
      return 'the head: what the session says of itself was changed';
    case 'rows-missing':
      return `${where}: ${which} ${are} missing`;
    case 'rows-changed':
      return `${where}: ${which} ${rows.length === 1 ? 'was' : 'were'} changed`;
    case 'rows-moved':
      return `${where}: ${which} ${are} not where ${rows.length === 1 ? 'it was' : 'they were'} written`;
    case 'rows-inserted':
      return `${where === '' ? 'after the end' : `before ${where}`}: ${which} ${are} in no batch`;
    case 'batch-missing':
      return `${where}: missing`;
    case 'batch-changed':
      return `${where}: does not follow from the batch before, or its own description was changed`;
    case 'end-missing':
      return `from ${where}: the end was cut off`;
    case 'end-changed':
      return 'the end: what it says of the session was changed';
    case 'damaged':
      return `${where === '' ? 'the file' : where}: damaged, and nothing after it can be read`;
  }
}

function timeText(ms: number): string {
  return `${(ms / 1000).toFixed(3)} s`;
}

/** `4, 7-9`. */
function rangesOf(rows: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const row of rows) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === row - 1) last[1] = row;
    else ranges.push([row, row]);
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(', ');
}
