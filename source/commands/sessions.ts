import { codeOf, messageOf } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { plainText } from '../model/plain-text.js';
import type { SessionSummary } from '../record/session-row.js';
import { listSessions, type SessionListing } from '../record/sessions.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import { tableLines } from '../report/table-lines.js';
import type { RecordCommand } from './invocation.js';
import type { Io } from './io.js';

/** A path is there to be copied: as long as Linux allows one. */
const longestPath = 4096;

/** `plimsoll sessions`: lists what was recorded, newest first. */
export async function sessions({ settings }: RecordCommand, io: Io): Promise<ExitCode> {
  const folder = sessionsFolder(settings.sessions, io.env);
  let listing: SessionListing;
  try {
    listing = listSessions(folder);
  } catch (error) {
    const came = codeOf(error) === 'ENOTDIR' ? 'a file' : messageOf(error);
    io.stderr.write(`plimsoll: --sessions: expected a folder that can be read, got ${came} (${plainText(folder)})\n`);
    return exitCodes.usage;
  }
  if (settings.json === true) io.stdout.write(`${JSON.stringify(listing.sessions, null, 2)}\n`);
  else io.stdout.write(`${listText(listing.sessions, folder)}\n`);
  if (listing.unreadable > 0) {
    io.stderr.write(`plimsoll: ${listing.unreadable} more in ${plainText(folder)} could not be read as sessions\n`);
  }
  return exitCodes.met;
}

function listText(found: readonly SessionSummary[], folder: string): string {
  if (found.length === 0) return `no sessions in ${plainText(folder)}`;
  const rows = found.map(({ id, kind, state, startedAt, target, file }) => [
    id,
    startedAt.replace('T', ' ').slice(0, 19),
    kind,
    state,
    plainText(target ?? '-'),
    plainText(file, longestPath),
  ]);
  return tableLines([['id', 'started (UTC)', 'kind', 'state', 'target', 'file'], ...rows]).join('\n');
}
