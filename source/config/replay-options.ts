import type { Option } from './option.js';

const ofReplay = { path: null, default: null, repeatable: false, commands: ['replay'] } as const;

/** The options that say how a recorded session is looked at again, part of the table of all. */
export const replayOptions = {
  replaySpeed: {
    ...ofReplay,
    flag: 'speed',
    kind: 'replaySpeed',
    help: 'How fast to play: 0.25 to 64 times as it happened. Without it, once; headless, as fast as it is read.',
  },
  replayFrom: {
    ...ofReplay,
    flag: 'from',
    kind: 'sessionTime',
    help: 'Where to begin: 12:30 or 90s after its beginning, -5m before its end.',
  },
  follow: {
    ...ofReplay,
    flag: 'follow',
    kind: 'toggle',
    help: 'Begin at the end, and keep up with a session that is still recorded.',
  },
} as const satisfies Readonly<Record<string, Option>>;
