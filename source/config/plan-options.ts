import type { Option } from './option.js';

const once = { default: null, repeatable: false, path: null } as const;

/** The options of `plimsoll plan` and `plimsoll schedule`, part of the table of all. */
export const planOptions = {
  resume: {
    ...once,
    flag: 'resume',
    kind: 'toggle',
    help: 'Take the last run of the plan up again that is not over.',
    commands: ['plan'],
  },
  dryRun: {
    ...once,
    flag: 'dry-run',
    kind: 'toggle',
    help: 'Say what would be done, in which order, how long it takes and how much load it sends; do nothing.',
    commands: ['plan', 'schedule'],
  },
} as const satisfies Readonly<Record<string, Option>>;
