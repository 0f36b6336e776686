import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { suggestion } from '../config/nearest.js';
import { quoted } from '../config/quote.js';
import { messageOf } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import type { SessionSummary } from '../record/session-row.js';
import { listSessions } from '../record/sessions.js';

/** The file of a session, or why there is none. */
export type SessionFinding =
  | { readonly kind: 'found'; readonly file: string }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** How many of several sessions a message names. */
const mostNamed = 5;

/**
 * The file of the session that a person means: a path, an id or the beginning of one that no other has, `last` for the
 * newest in the folder, `last~N` for the one N before it, or else the name of a file, here or in the folder. The file itself is not opened.
 */
export function findSession(reference: string, folder: string): SessionFinding {
  if (/[/\\]|\.sqlite$/.test(reference)) {
    if (existsSync(reference)) return { kind: 'found', file: reference };
    const named = join(folder, reference);
    if (!/[/\\]/.test(reference) && existsSync(named)) return { kind: 'found', file: named };
    return problem(`expected the path of a session file, got ${quoted(reference)}, where there is no file`, null);
  }
  let sessions: readonly SessionSummary[];
  try {
    ({ sessions } = listSessions(folder));
  } catch (error) {
    return problem(`expected a folder of sessions, got ${plainText(folder, 200)} (${messageOf(error)})`, null);
  }
  const where = `in ${plainText(folder, 200)}`;
  if (sessions.length === 0 && !existsSync(reference)) {
    return problem(
      `expected a session ${where}, got none`,
      'record one: plimsoll demo, or name the folder by --sessions',
    );
  }
  const back = /^last(?:~(\d{1,6}))?$/.exec(reference);
  if (back !== null) {
    const session = sessions[Number(back[1] ?? 0)];
    if (session !== undefined) return { kind: 'found', file: session.file };
    return problem(
      `expected at most last~${sessions.length - 1}, got ${reference}`,
      `there are ${sessions.length} ${where}`,
    );
  }
  const meant = sessions.filter(({ id }) => id === reference);
  const found = meant.length > 0 ? meant : sessions.filter(({ id }) => reference !== '' && id.startsWith(reference));
  const [first, second] = found;
  if (first === undefined) {
    if (existsSync(reference)) return { kind: 'found', file: reference };
    const ids = sessions.map(({ id }) => id);
    const hint = ids.length <= mostNamed ? suggestion(reference, ids) : 'see plimsoll sessions';
    return problem(`expected the id of a session ${where}, got ${quoted(reference)}`, hint);
  }
  if (second === undefined) return { kind: 'found', file: first.file };
  const shown = found.slice(0, mostNamed).map(({ id, startedAt }) => `${id} (${startedAt.slice(0, 19)})`);
  const more = found.length > mostNamed ? `, and ${found.length - mostNamed} more` : '';
  return problem(
    `expected one session, got ${quoted(reference)}, which may be ${shown.join(', ')}${more}`,
    'give more of its id, or its path',
  );
}

function problem(message: string, hint: string | null): SessionFinding {
  return { kind: 'problem', problem: { path: 'session', message, hint } };
}
