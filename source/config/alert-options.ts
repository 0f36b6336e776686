import type { Option } from './option.js';

const commands = ['demo', 'run', 'discover', 'bench', 'jobs', 'monitor', 'alerts'] as const;
const keyOnly = { flag: null, default: null, repeatable: false, commands } as const;

/** Options about alerts: only a config file has them. */
export const alertOptions = {
  alertRules: {
    ...keyOnly,
    path: ['alerts'],
    kind: 'alertRules',
    help: 'Alert rules: conditions on load, servers, streams and circuits.',
  },
  alertRoute: {
    ...keyOnly,
    path: ['route'],
    kind: 'alertRoute',
    help: 'Who is told of alerts, and when.',
  },
  inhibitions: {
    ...keyOnly,
    path: ['inhibit'],
    kind: 'inhibitions',
    help: 'Alerts that keep others from notifying anybody.',
  },
  channels: {
    ...keyOnly,
    path: ['channels'],
    kind: 'channels',
    help: 'Ways to tell people of alerts, by name: terminal, webhook, slack, command, mail.',
  },
} as const satisfies Readonly<Record<string, Option>>;
