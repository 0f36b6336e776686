import type { Option } from './option.js';

const once = { default: null, repeatable: false } as const;

/** The options of `plimsoll monitor` alone, part of the table of all. */
export const watchOptions = {
  watchDuration: {
    ...once,
    flag: 'duration',
    path: ['monitor', 'duration'],
    kind: 'duration',
    help: 'How long to watch. Without it, until stopped.',
    commands: ['monitor'],
  },
  untilRest: {
    ...once,
    flag: 'until-rest',
    path: null,
    kind: 'file',
    help: 'End once every server is back at what it did at rest in an earlier session: its id, its file, or last.',
    commands: ['monitor'],
  },
} as const satisfies Readonly<Record<string, Option>>;
