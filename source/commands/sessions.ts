import { basename } from 'node:path';
import { closest } from '../config/nearest.js';
import { quoted } from '../config/quote.js';
import type { Settings } from '../config/settings.js';
import { codeOf, messageOf } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { plainText } from '../model/plain-text.js';
import { countText } from '../model/quantity-text.js';
import { type SessionFilter, selectSessions } from '../record/select-sessions.js';
import type { SessionSummary } from '../record/session-row.js';
import { listSessions, type SessionListing, type UnreadableFile } from '../record/sessions.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import { tableLines } from '../report/table-lines.js';
import { createSystemClock } from '../time/clock.js';
import { deleteSessions, noteSession, pruneSessions } from './change-sessions.js';
import { findSession } from './find-session.js';
import type { RecordCommand } from './invocation.js';
import type { Io } from './io.js';
import { refuse } from './refuse.js';
import { showSession } from './show-session.js';

const verbs = ['list', 'show', 'note', 'delete', 'prune'] as const;

/** `plimsoll sessions`: lists what was recorded, the newest first, shows it, and deletes it. */
export async function sessions({ positionals, settings }: RecordCommand, io: Io): Promise<ExitCode> {
  const [verb = 'list', ...words] = positionals;
  const folder = sessionsFolder(settings.sessions, io.env);
  const nowMs = createSystemClock().wallMs();
  const known = verbs.find((name) => name === verb);
  if (known === undefined) {
    const message = `expected ${verbs.join(', ')} after sessions, got ${quoted(verb)}`;
    const isSession = findSession(verb, folder).kind === 'found';
    const hint = isSession ? `plimsoll sessions show ${plainText(verb)}` : closest(verb, verbs);
    return refuse([{ path: 'arguments', message, hint }], io);
  }
  if ((known === 'list' || known === 'prune') && words[0] !== undefined) {
    const message = `expected nothing but flags after sessions ${known}, got ${quoted(words[0])}`;
    return refuse([{ path: 'arguments', message, hint: 'see plimsoll sessions --help' }], io);
  }
  if (known === 'show') return showSession(words, settings, folder, io);
  if (known === 'note') return noteSession(words, settings, folder, nowMs, io);
  if (known === 'delete') return deleteSessions(words, settings, folder, io);
  if (known === 'list' && settings.maxSize !== null) {
    const message = 'expected --max-size after sessions prune, got it after sessions list';
    return refuse([{ path: '--max-size', message, hint: 'a list has all sessions, whatever they take' }], io);
  }
  let listing: SessionListing;
  try {
    listing = listSessions(folder);
  } catch (error) {
    const came = codeOf(error) === 'ENOTDIR' ? 'a file' : messageOf(error);
    io.stderr.write(`plimsoll: --sessions: expected a folder that can be read, got ${came} (${plainText(folder)})\n`);
    return exitCodes.usage;
  }
  const filter = filterOf(settings);
  const chosen = selectSessions(listing.sessions, filter, nowMs);
  if (known === 'prune') {
    const ofAnyAge = selectSessions(listing.sessions, { ...filter, olderThanMs: null }, nowMs);
    return pruneSessions(ofAnyAge, chosen, settings, io);
  }
  if (settings.json === true) io.stdout.write(`${JSON.stringify(chosen, null, 2)}\n`);
  else io.stdout.write(`${listText(chosen, listing.sessions.length, folder)}\n`);
  if (listing.unreadable.length > 0) io.stderr.write(`${unreadableText(listing.unreadable, folder)}\n`);
  return exitCodes.met;
}

/** How many files that cannot be read are named. */
const mostNamed = 10;

function unreadableText(files: readonly UnreadableFile[], folder: string): string {
  const named = files.slice(0, mostNamed).map(({ file, reason }) => `  ${plainText(basename(file))}: ${reason}`);
  const more = files.length > mostNamed ? [`  and ${files.length - mostNamed} more`] : [];
  const head = `plimsoll: ${files.length} more in ${plainText(folder)} could not be read as sessions; plimsoll sessions delete NAME.sqlite deletes one:`;
  return [head, ...named, ...more].join('\n');
}

function filterOf(settings: Settings): SessionFilter {
  return {
    kind: settings.sessionKind,
    state: settings.sessionState,
    name: settings.sessionName,
    target: settings.sessionTarget,
    newerThanMs: settings.newerThan,
    olderThanMs: settings.olderThan,
  };
}

function listText(found: readonly SessionSummary[], all: number, folder: string): string {
  if (found.length === 0) {
    const which = all === 0 ? 'no sessions' : `none of the ${countText(all)} sessions`;
    return `${which} in ${plainText(folder)}${all === 0 ? '' : ' is such'}`;
  }
  const isNamed = found.some(({ name }) => name !== null);
  const rows = found.map(({ id, importedFrom, kind, state, startedAt, name, target }) => [
    id,
    startedAt.replace('T', ' ').slice(0, 19),
    importedFrom === null ? kind : `${kind} (${importedFrom})`,
    state,
    ...(isNamed ? [plainText(name ?? '-')] : []),
    plainText(target ?? '-'),
  ]);
  const heads = ['id', 'started (UTC)', 'kind', 'state', ...(isNamed ? ['name'] : []), 'target'];
  return [...tableLines([heads, ...rows]), '', `in ${plainText(folder, 200)}`].join('\n');
}
