import { messageOf } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import { readSession } from '../record/read-session.js';
import { listSessions } from '../record/sessions.js';

/** The load line that an earlier session found, or why it cannot be begun near. */
export type EarlierLine =
  | { readonly kind: 'ok'; readonly perSecond: number }
  | { readonly kind: 'faulty'; readonly problem: Problem };

/**
 * Finds the answer of an earlier session of the same target: `named` is its id, the path of its file, or `last` for the
 * newest in the folder that has one.
 */
export function earlierLine(named: string, target: string, folder: string): EarlierLine {
  try {
    if (named === 'last') return lastLine(target, folder);
    const file = fileOf(named, folder);
    if (file === null) return faulty(`expected a session of ${plainText(folder, 300)}, got ${plainText(named)}`, list);
    return lineIn(file, target);
  } catch (error) {
    return faulty(`expected a folder of sessions that can be read, but: ${plainText(messageOf(error), 300)}`, null);
  }
}

const list = 'see plimsoll sessions';

function lastLine(target: string, folder: string): EarlierLine {
  const same = listSessions(folder).sessions.filter((session) => session.target === target);
  for (const { file } of same) {
    const found = lineIn(file, target);
    if (found.kind === 'ok') return found;
  }
  return faulty(
    `expected an earlier search of ${target} that found its line, got none in ${plainText(folder, 300)}`,
    list,
  );
}

function fileOf(named: string, folder: string): string | null {
  if (named.includes('/') || named.endsWith('.sqlite')) return named;
  const found = listSessions(folder).sessions.find(({ id }) => id === named);
  return found === undefined ? null : found.file;
}

function lineIn(file: string, target: string): EarlierLine {
  const session = readSession(file);
  if (session.kind === 'unreadable') return faulty(plainText(session.reason, 400), list);
  try {
    let perSecond: number | null = null;
    for (const event of session.events()) {
      if (event.kind !== 'result' || event.result.kind !== 'discovery' || event.result.axis !== 'rate') continue;
      const { estimatePerSecond, target: searched } = event.result;
      if (searched !== target) {
        const other = plainText(String(searched));
        return faulty(
          `expected a session of ${target}, got one of ${other}`,
          'an answer says nothing of another target',
        );
      }
      if (typeof estimatePerSecond === 'number' && estimatePerSecond > 0) perSecond = estimatePerSecond;
    }
    if (perSecond !== null && Number.isFinite(perSecond)) return { kind: 'ok', perSecond };
    return faulty(`expected a session that found a load line, got ${plainText(file, 300)}, which has none`, list);
  } finally {
    session.close();
  }
}

function faulty(message: string, hint: string | null): EarlierLine {
  return { kind: 'faulty', problem: { path: '--warm-start', message, hint } };
}
