import { alertOptions } from './alert-options.js';
import { compareOptions } from './compare-options.js';
import { exchangeOptions } from './exchange-options.js';
import { initOptions } from './init-options.js';
import { jobOptions } from './job-options.js';
import { layerOptions } from './layer-options.js';
import type { Option } from './option.js';
import { publishOptions } from './publish-options.js';
import { recordOptions } from './record-options.js';
import { replayOptions } from './replay-options.js';
import { reportOptions } from './report-options.js';
import { screenOptions } from './screen-options.js';
import { searchOptions } from './search-options.js';
import { shapeOptions } from './shape-options.js';
import { workOptions } from './work-options.js';

const load = ['run', 'discover', 'bench', 'demo'] as const;
const sessions = ['demo', 'run', 'discover', 'bench', 'jobs', 'monitor'] as const;
const shown = [...sessions, 'replay'] as const;
const once = { default: null, repeatable: false } as const;

/**
 * Every option there is, each named once: types, defaults, flags, config keys, help, the JSON Schema and the reference
 * all come from this table.
 */
export const options = {
  target: {
    ...once,
    flag: null,
    path: ['target', 'url'],
    kind: 'targetUrl',
    help: 'URL under load, http or https. On the command line it stands alone, in place of a config file.',
    commands: ['run', 'discover', 'bench', 'jobs'],
  },
  method: {
    ...once,
    flag: 'method',
    path: ['target', 'method'],
    kind: 'method',
    default: 'GET',
    help: 'Method of the requests.',
    commands: ['run', 'discover', 'bench'],
  },
  headers: {
    ...once,
    flag: 'header',
    path: ['target', 'headers'],
    kind: 'headers',
    repeatable: true,
    help: 'Header field of the requests.',
    commands: ['run', 'discover', 'bench', 'jobs'],
  },
  body: {
    ...once,
    flag: 'body',
    path: ['target', 'body'],
    kind: 'body',
    help: 'Body of the requests.',
    commands: ['run', 'discover', 'bench'],
  },
  allow: {
    ...once,
    flag: 'allow',
    path: ['target', 'allow'],
    kind: 'hosts',
    repeatable: true,
    help: 'Host that load may be sent to. Loopback needs none.',
    commands: ['run', 'discover', 'bench', 'jobs', 'check'],
  },
  health: {
    ...once,
    flag: 'health',
    path: ['target', 'health'],
    kind: 'health',
    help: 'Health check, asked once a second; three failures in a row stop the load.',
    commands: ['run'],
  },
  servers: {
    ...once,
    flag: 'server',
    path: ['servers'],
    kind: 'servers',
    repeatable: true,
    help: "Servers to watch: `local`, `ssh://user@host:port`, a name of your SSH config, or several of them: `'web*'`, `web-[1-20]`.",
    commands: ['run', 'discover', 'bench', 'jobs', 'monitor'],
  },
  streams: {
    ...once,
    flag: null,
    path: ['streams'],
    kind: 'streams',
    help: 'WebSocket metric streams to follow.',
    commands: ['run', 'discover', 'bench', 'jobs', 'monitor'],
  },
  objectives: {
    ...once,
    flag: 'objective',
    path: ['objectives'],
    kind: 'objectives',
    repeatable: true,
    help: "Promise to be kept, such as 'p99 < 75ms', 'errors < 1%', 'cpu < 80%' or 'p99(buy) < 75ms', which is of one request.",
    commands: [...load, 'init'],
  },
  stops: {
    ...once,
    flag: 'stop',
    path: ['stop'],
    kind: 'stops',
    repeatable: true,
    help: "What ends the run early, such as 'errors > 20% for 5s', 'p99 > 2s for 10s', 'in-flight > 500' or 'count >= 100000'.",
    commands: ['run'],
  },
  noTripWires: {
    ...once,
    flag: 'no-trip-wires',
    path: null,
    kind: 'toggle',
    help: 'Go on whatever happens to the target: no error burst, no standstill, no busy server and no failed health check stops the load.',
    commands: ['run'],
  },
  ...shapeOptions,
  duration: {
    ...once,
    flag: 'duration',
    path: ['load', 'duration'],
    kind: 'duration',
    default: '30s',
    help: 'How long to measure.',
    commands: ['run'],
  },
  warmUp: {
    ...once,
    flag: 'warm-up',
    path: ['load', 'warm-up'],
    kind: 'span',
    default: '0s',
    help: 'Load before measuring, at the first rate; not judged.',
    commands: ['run'],
  },
  arrivals: {
    ...once,
    flag: 'arrivals',
    path: ['load', 'arrivals'],
    kind: 'arrivals',
    default: 'poisson',
    help: 'How arrivals are spread in time: poisson (as users come) or paced (evenly).',
    commands: load,
  },
  connections: {
    ...once,
    flag: 'connections',
    path: ['load', 'connections'],
    kind: 'count',
    help: 'Most connections open at once; waiting for one is part of the response time. Without it, as many as needed.',
    commands: load,
  },
  seed: {
    ...once,
    flag: 'seed',
    path: ['load', 'seed'],
    kind: 'seed',
    default: '1',
    help: 'Seed of arrivals and of generated datasets: the same seed gives the same ones.',
    commands: [...load, 'jobs'],
  },
  timeout: {
    ...once,
    flag: 'timeout',
    path: ['load', 'timeout'],
    kind: 'duration',
    default: '10s',
    help: 'How long to wait for an answer.',
    commands: [...load, 'jobs'],
  },
  inFlightLimit: {
    ...once,
    flag: 'in-flight-limit',
    path: ['load', 'in-flight-limit'],
    kind: 'count',
    default: '10000',
    help: 'Most requests in flight; an arrival over it is counted as unsent.',
    commands: load,
  },
  workers: {
    ...once,
    flag: 'workers',
    path: ['load', 'workers'],
    kind: 'threads',
    help: 'Threads that send load. Without it, as many as the machine suggests.',
    commands: load,
  },
  ...workOptions,
  ...searchOptions,
  ...jobOptions,
  ...reportOptions,
  ...compareOptions,
  ...exchangeOptions,
  ...alertOptions,
  ...publishOptions,
  watchDuration: {
    ...once,
    flag: 'duration',
    path: ['monitor', 'duration'],
    kind: 'duration',
    help: 'How long to watch. Without it, until stopped.',
    commands: ['monitor'],
  },
  ...screenOptions,
  headless: {
    ...once,
    flag: 'headless',
    path: null,
    kind: 'toggle',
    help: 'No screen: progress as lines on stderr.',
    commands: shown,
  },
  output: {
    ...once,
    flag: 'output',
    path: null,
    kind: 'file',
    help: 'Write the answer as JSON to FILE; - is stdout.',
    commands: [...shown, 'compare'],
  },
  metricsFile: {
    ...once,
    flag: 'metrics-file',
    path: null,
    kind: 'file',
    help: 'Write what plimsoll measured of its own work on streams as JSON to FILE at the end.',
    commands: sessions,
  },
  sessions: {
    ...once,
    flag: 'sessions',
    path: ['sessions', 'folder'],
    kind: 'folder',
    help: 'Folder of the session files. Without it, plimsoll/sessions in the XDG state folder.',
    commands: [...sessions, 'report', 'compare', 'export', 'import', 'sessions', 'verify', 'replay', 'alerts'],
  },
  ...recordOptions,
  targetOnly: {
    ...once,
    flag: 'target-only',
    path: null,
    kind: 'toggle',
    help: 'Only start the built-in target, and keep it until stopped.',
    commands: ['demo'],
  },
  port: {
    ...once,
    flag: 'port',
    path: null,
    kind: 'port',
    default: '0',
    help: 'Port of the built-in target; 0 takes any free one.',
    commands: ['demo'],
  },
  targetWorkers: {
    ...once,
    flag: 'target-workers',
    path: null,
    kind: 'threads',
    help: 'Worker processes of the built-in target. Without it, as the machine suggests.',
    commands: ['demo'],
  },
  ...replayOptions,
  origin: {
    ...once,
    flag: 'origin',
    path: null,
    kind: 'toggle',
    help: 'Say of each value where it was said.',
    commands: ['config'],
  },
  revoke: {
    ...once,
    flag: 'revoke',
    path: null,
    kind: 'toggle',
    help: 'Take the trust away again.',
    commands: ['trust'],
  },
  ...layerOptions,
  ...initOptions,
} as const satisfies Readonly<Record<string, Option>>;

export type OptionName = keyof typeof options;

export const optionNames = Object.keys(options) as readonly OptionName[];

/** The option as its general type: the table's own type knows every literal. */
export function optionOf(name: OptionName): Option {
  return options[name];
}
