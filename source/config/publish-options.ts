import type { Option } from './option.js';

const ofSessions = {
  default: null,
  repeatable: false,
  commands: ['demo', 'run', 'discover', 'bench', 'jobs', 'monitor'],
} as const;

/** The options that say where numbers, verdicts and the program's own log go, part of the table of all. */
export const publishOptions = {
  metricsListen: {
    ...ofSessions,
    flag: 'metrics-listen',
    path: ['publish', 'metrics-listen'],
    kind: 'listenAddress',
    help: 'Serve /metrics for Prometheus here: a port (on loopback), or ADDRESS:PORT.',
  },
  metricsToken: {
    ...ofSessions,
    flag: 'metrics-token',
    path: ['publish', 'metrics-token'],
    kind: 'secret',
    help: 'Bearer token that scrapers must show, by reference. Without it, one that is made once and kept in a file.',
  },
  metricsOpen: {
    ...ofSessions,
    flag: 'metrics-open',
    path: ['publish', 'metrics-open'],
    kind: 'toggle',
    help: 'Ask scrapers for no token. On loopback only.',
  },
  otlp: {
    ...ofSessions,
    flag: 'otlp',
    path: ['publish', 'otlp'],
    kind: 'pushTarget',
    help: 'Send metrics by OTLP over HTTP to URL, every 10 s; /v1/metrics where it has no path.',
  },
  remoteWrite: {
    ...ofSessions,
    flag: 'remote-write',
    path: ['publish', 'remote-write'],
    kind: 'pushTarget',
    help: "Send metrics by Prometheus' remote write to URL, every 10 s; /api/v1/write where it has no path.",
  },
  influx: {
    ...ofSessions,
    flag: 'influx',
    path: ['publish', 'influx'],
    kind: 'pushTarget',
    help: 'Send metrics as Influx lines to URL, every second.',
  },
  statsd: {
    ...ofSessions,
    flag: 'statsd',
    path: ['publish', 'statsd'],
    kind: 'statsdTarget',
    help: 'Send metrics as StatsD datagrams to HOST:PORT, every second.',
  },
  nativeHistograms: {
    ...ofSessions,
    flag: 'native-histograms',
    path: ['publish', 'native-histograms'],
    kind: 'toggle',
    help: 'Send latencies as native (exponential) histograms. A scraper that asks for them gets them anyway.',
  },
  junit: {
    ...ofSessions,
    flag: 'junit',
    path: null,
    kind: 'file',
    help: 'Write the verdict as JUnit XML to FILE at the end.',
  },
  annotations: {
    ...ofSessions,
    flag: 'annotations',
    path: null,
    kind: 'toggle',
    help: "Tell the verdict on stderr as annotations of GitHub's (::error ...).",
  },
  logFile: {
    ...ofSessions,
    flag: 'log-file',
    path: ['log', 'log-file'],
    kind: 'file',
    help: "Write the program's own log to FILE, a line of JSON each. Without it, there is none.",
  },
  logLevel: {
    ...ofSessions,
    flag: 'log-level',
    path: ['log', 'log-level'],
    kind: 'logLevel',
    default: 'info',
    help: 'How much the log tells: debug, info, warn or error.',
  },
  logSize: {
    ...ofSessions,
    flag: null,
    path: ['log', 'log-size'],
    kind: 'size',
    default: '10MB',
    help: 'Size at which a new log is begun.',
  },
  logKeep: {
    ...ofSessions,
    flag: null,
    path: ['log', 'log-keep'],
    kind: 'count',
    default: '5',
    help: 'Full logs that are kept beside the present one.',
  },
} as const satisfies Readonly<Record<string, Option>>;
