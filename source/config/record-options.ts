import type { Option } from './option.js';

const once = { default: null, repeatable: false, path: null } as const;
const ofSessions = ['sessions'] as const;

/** The options that say which sessions are meant, and what becomes of them, part of the table of all. */
export const recordOptions = {
  sessionName: {
    ...once,
    flag: 'name',
    path: ['sessions', 'name'],
    kind: 'name',
    help: 'Name of the session, the same for those to be set side by side. After sessions: only those of this name.',
    commands: ['demo', 'run', 'discover', 'bench', 'jobs', 'monitor', 'import', 'sessions'],
  },
  sessionKind: {
    ...once,
    flag: 'kind',
    kind: 'sessionKind',
    help: 'Only sessions of this kind: demo, run, discovery, bench, jobs, monitor or imported.',
    commands: ofSessions,
  },
  sessionTarget: {
    ...once,
    flag: 'target',
    kind: 'part',
    help: 'Only sessions with this in the URL of their target.',
    commands: ofSessions,
  },
  sessionState: {
    ...once,
    flag: 'state',
    kind: 'sessionState',
    help: 'Only sessions that are complete, interrupted or recording.',
    commands: ofSessions,
  },
  newerThan: {
    ...once,
    flag: 'newer-than',
    kind: 'age',
    help: 'Only sessions begun within this time, such as 12h or 30d.',
    commands: ofSessions,
  },
  olderThan: {
    ...once,
    flag: 'older-than',
    kind: 'age',
    help: 'Only sessions begun before this time. prune deletes them.',
    commands: ofSessions,
  },
  maxSize: {
    ...once,
    flag: 'max-size',
    kind: 'size',
    help: 'What sessions may take together, such as 2GB: prune deletes the oldest until they do.',
    commands: ofSessions,
  },
  yes: {
    ...once,
    flag: 'yes',
    kind: 'toggle',
    help: 'Delete without asking.',
    commands: ofSessions,
  },
  expectedHash: {
    ...once,
    flag: 'hash',
    kind: 'hash',
    help: 'Hash that the end of the one record must have, noted down when it was recorded.',
    commands: ['verify'],
  },
  json: {
    ...once,
    flag: 'json',
    kind: 'toggle',
    help: 'Print the answer as JSON.',
    commands: ['sessions', 'verify', 'config', 'check', 'schedule'],
  },
} as const satisfies Readonly<Record<string, Option>>;
