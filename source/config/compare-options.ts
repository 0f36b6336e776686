import type { Option } from './option.js';

const once = { default: null, repeatable: false } as const;

/** The options of `plimsoll compare`, part of the table of all. */
export const compareOptions = {
  failOn: {
    ...once,
    flag: 'fail-on',
    path: null,
    kind: 'failOn',
    default: 'regression',
    help: 'What ends with exit code 1: regression (anything worse), difference (any change), or never.',
    commands: ['compare'],
  },
  noiseBand: {
    ...once,
    flag: 'noise-band',
    path: null,
    kind: 'noiseBand',
    default: '5%',
    help: 'Changes of a rate or latency smaller than this are none, however sure they are.',
    commands: ['compare'],
  },
  trend: {
    ...once,
    flag: 'trend',
    path: null,
    kind: 'sessionName',
    help: 'In place of sessions: all sessions of one name, or of one target, over time, and where they changed.',
    commands: ['compare'],
  },
} as const satisfies Readonly<Record<string, Option>>;
