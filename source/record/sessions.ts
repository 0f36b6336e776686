import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../model/error.js';
import { holdSession } from './held-session.js';
import type { SessionSummary } from './session-row.js';

/** The sessions of a folder, newest first, and how many of its files look like sessions and cannot be read. */
export type SessionListing = { readonly sessions: readonly SessionSummary[]; readonly unreadable: number };

/** Lists the sessions of a folder. One that does not exist has none; other errors of the folder itself are thrown. */
export function listSessions(folder: string): SessionListing {
  const sessions: SessionSummary[] = [];
  let unreadable = 0;
  for (const file of sessionFiles(folder)) {
    const summary = summaryOf(file);
    if (summary === null) unreadable++;
    else sessions.push(summary);
  }
  sessions.sort((a, b) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : a.id < b.id ? -1 : 1));
  return { sessions, unreadable };
}

function sessionFiles(folder: string): readonly string[] {
  try {
    // Plain files only: opening a pipe or following a link would wait, or read, elsewhere.
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.sqlite'))
      .map((entry) => join(folder, entry.name));
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}

function summaryOf(file: string): SessionSummary | null {
  try {
    const { summary, close } = holdSession(file);
    close();
    return summary;
  } catch {
    return null;
  }
}
