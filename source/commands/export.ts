import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { codeOf, messageOf } from '../model/error.js';
import type { SessionEvent } from '../model/events.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { plainText } from '../model/plain-text.js';
import { readSession, type SessionReading } from '../record/read-session.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import { exportData, exportNeeds } from '../report/export/export-session.js';
import { asciicastOf } from '../ui/asciicast.js';
import { damageText } from './damage-text.js';
import { type ExportWish, exportWish } from './export-wish.js';
import { findSession } from './find-session.js';
import type { RecordCommand } from './invocation.js';
import type { Io } from './io.js';
import { goneCodes, writeWhole } from './lost-stream.js';
import { outputProblem } from './output-problem.js';
import { refuse } from './refuse.js';
import { version } from './version.js';
import { streamToFile } from './write-file.js';

/** Lines are gathered to this length before they are written: one by one would be slow. */
const pieceLength = 65_536;

/** `plimsoll export`: one session as plain data, or as a film of its screen, to a file or to stdout. */
export async function exportSession({ positionals, settings }: RecordCommand, io: Io): Promise<ExitCode> {
  const { exportFile } = settings;
  const [reference] = positionals;
  if (reference === undefined) {
    const message = 'expected a session to export, got none';
    return refuse([{ path: 'arguments', message, hint: 'plimsoll export last, or see plimsoll sessions' }], io);
  }
  const wish = exportWish(settings);
  if (!('kind' in wish)) return refuse(wish, io);
  const unwritable = outputProblem(exportFile);
  if (unwritable !== null) return refuse([unwritable], io);
  if (exportFile === '-' && wish.kind === 'data' && wish.format === 'parquet' && io.stdout.isTTY === true) {
    const message = 'expected a file or a pipe for parquet, got a terminal';
    return refuse([{ path: '--output', message, hint: 'write --output FILE' }], io);
  }
  const finding = findSession(reference, sessionsFolder(settings.sessions, io.env));
  if (finding.kind === 'problem') return refuse([finding.problem], io);
  const reading = readSession(finding.file);
  if (reading.kind === 'unreadable') {
    return refuse([{ path: 'session', message: reading.reason, hint: null }], io);
  }
  const { summary, events } = reading;
  try {
    const title = `plimsoll ${summary.kind} ${summary.target ?? summary.id}`;
    const pieces =
      wish.kind === 'film'
        ? asciicastOf(events(), wish.size, { title: plainText(title, 200), startedAt: summary.startedAt })
        : exportData(wish.format, wish.table, neededEvents(reading, wish), summary, version);
    const bytes = Readable.from(gathered(pieces), { objectMode: false });
    if (exportFile === '-') await pipeline(bytes, io.stdout, { end: false });
    else await streamToFile(bytes, exportFile);
    // A pipe may not have taken everything yet.
    const failed = exportFile === '-' ? await writeWhole(io.stdout, '') : null;
    if (failed !== null) throw failed;
    const damage = reading.damage();
    if (damage === null) return exitCodes.met;
    io.stderr.write(damageText(`session ${summary.id}`, damage));
    return exitCodes.unmeasured;
  } catch (error) {
    // Nobody reads any more, as `| head` does.
    if (exportFile === '-' && goneCodes.has(codeOf(error) ?? '')) return exitCodes.met;
    io.stderr.write(`plimsoll: the export could not be written: ${messageOf(error)}\n`);
    return exitCodes.usage;
  } finally {
    reading.close();
  }
}

function neededEvents(
  { events, eventsOfKinds }: Extract<SessionReading, { kind: 'ok' }>,
  { format, table }: Extract<ExportWish, { kind: 'data' }>,
): Generator<SessionEvent> {
  const needs = exportNeeds(format, table);
  return needs === null ? events() : eventsOfKinds(needs.kinds, needs.without);
}

function* gathered(pieces: Iterable<string | Uint8Array>): Generator<string | Uint8Array> {
  let held = '';
  for (const piece of pieces) {
    if (typeof piece === 'string') {
      held += piece;
      if (held.length < pieceLength) continue;
    }
    if (held !== '') yield held;
    held = '';
    if (typeof piece !== 'string') yield piece;
  }
  if (held !== '') yield held;
}
