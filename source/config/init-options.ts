import type { Option } from './option.js';

const ofInit = { default: null, repeatable: false, path: null, commands: ['init'] } as const;

/** The options of `init`, part of the table of all. */
export const initOptions = {
  initTarget: {
    ...ofInit,
    flag: 'url',
    kind: 'targetUrl',
    help: 'URL of the target to write into the config.',
  },
  initServers: {
    ...ofInit,
    flag: 'server',
    kind: 'addresses',
    repeatable: true,
    help: 'Server to watch: local, ssh://user@host, or a name of your SSH config.',
  },
  initStreams: {
    ...ofInit,
    flag: 'stream',
    kind: 'streamUrls',
    repeatable: true,
    help: 'URL of a WebSocket metric stream to follow.',
  },
  force: {
    ...ofInit,
    flag: 'force',
    kind: 'toggle',
    help: 'Write over a file that is there.',
  },
} as const satisfies Readonly<Record<string, Option>>;
