import type { Option } from './option.js';

const once = { default: null, repeatable: false } as const;

/** The options of `plimsoll export` and `plimsoll import`, part of the table of all. */
export const exchangeOptions = {
  format: {
    ...once,
    flag: 'format',
    path: null,
    kind: 'exportFormat',
    help: 'What the session becomes: ndjson, csv, parquet, hlog, openmetrics or asciicast. Without it, as FILE is called, else ndjson; csv for a table.',
    commands: ['export'],
  },
  table: {
    ...once,
    flag: 'table',
    path: null,
    kind: 'exportTable',
    help: 'Table of csv and parquet: intervals (without it), servers, counted, streams, probes or events.',
    commands: ['export'],
  },
  size: {
    ...once,
    flag: 'size',
    path: null,
    kind: 'screenSize',
    help: 'Size of the screen of an asciicast, in columns and rows. Without it, 120x40.',
    commands: ['export'],
  },
  exportFile: {
    ...once,
    flag: 'output',
    path: null,
    kind: 'file',
    default: '-',
    help: 'Write to FILE; - is stdout.',
    commands: ['export'],
  },
  importSource: {
    ...once,
    flag: 'from',
    path: null,
    kind: 'importSource',
    help: 'Program that wrote the file: k6, vegeta, autocannon or wrk. Without it, as the file shows.',
    commands: ['import'],
  },
} as const satisfies Readonly<Record<string, Option>>;
