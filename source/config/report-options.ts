import type { Option } from './option.js';

const ofReport = { default: null, repeatable: false, path: null, commands: ['report'] } as const;

/** The options of `plimsoll report`, part of the table of all. */
export const reportOptions = {
  reportFormat: {
    ...ofReport,
    flag: 'format',
    kind: 'reportFormat',
    help: 'What the report becomes: html, md, json, csv, svg or png. Without it, as FILE is called, else html; md for an analysis.',
  },
  reportChart: {
    ...ofReport,
    flag: 'chart',
    kind: 'partNames',
    repeatable: true,
    help: 'Chart to draw as svg or png, such as latency. Without it, all of them.',
  },
  reportTable: {
    ...ofReport,
    flag: 'table',
    kind: 'partNames',
    repeatable: true,
    help: 'Table to write as csv, such as rates. Without it, all of them.',
  },
  reportList: {
    ...ofReport,
    flag: 'list',
    kind: 'toggle',
    help: 'Print the names of the charts and tables that the session has, and write nothing.',
  },
  reportAnalysis: {
    ...ofReport,
    flag: 'analysis',
    kind: 'analysisName',
    help: 'Set several sessions side by side: avg-response-time, cpu-usage-compare, or a module of your own such as ./mine.mjs.',
  },
  reportFile: {
    ...ofReport,
    flag: 'output',
    kind: 'file',
    help: 'Write to FILE, or into a folder; - is stdout. Without it, html and pictures become files here, the rest goes to stdout.',
  },
} as const satisfies Readonly<Record<string, Option>>;
