import type { Option } from './option.js';

const ofJobs = { default: null, repeatable: false, commands: ['jobs'] } as const;

/** The options that say which datasets are trained on and how jobs are followed, part of the table of all. */
export const jobOptions = {
  datasets: {
    ...ofJobs,
    flag: 'dataset',
    path: ['jobs', 'datasets'],
    kind: 'files',
    repeatable: true,
    help: 'CSV file to train on, one level each, in place of generated ones.',
  },
  jobLevels: {
    ...ofJobs,
    flag: 'levels',
    path: ['jobs', 'levels'],
    kind: 'count',
    default: '5',
    help: 'Levels of generated datasets, the lightest first.',
  },
  jobRows: {
    ...ofJobs,
    flag: 'rows',
    path: ['jobs', 'rows'],
    kind: 'count',
    default: '2000',
    help: 'Rows of the first level.',
  },
  jobColumns: {
    ...ofJobs,
    flag: 'columns',
    path: ['jobs', 'columns'],
    kind: 'columns',
    default: '12',
    help: 'Columns of the first level, the class to learn included.',
  },
  jobGrowth: {
    ...ofJobs,
    flag: 'growth',
    path: ['jobs', 'growth'],
    kind: 'growth',
    default: '2',
    help: 'How many times the values of one level the next one has.',
  },
  jobsAtOnce: {
    ...ofJobs,
    flag: 'at-once',
    path: ['jobs', 'at-once'],
    kind: 'atOnce',
    default: '1',
    help: 'Jobs of a level that run together.',
  },
  jobTimeout: {
    ...ofJobs,
    flag: 'job-timeout',
    path: ['jobs', 'job-timeout'],
    kind: 'duration',
    default: '5m',
    help: 'How long to wait for the end of a job.',
  },
  jobPoll: {
    ...ofJobs,
    flag: 'poll',
    path: ['jobs', 'poll'],
    kind: 'duration',
    default: '1s',
    help: 'How often a job is asked for while no stream speaks of it.',
  },
  jobApi: {
    ...ofJobs,
    flag: null,
    path: ['jobs', 'api'],
    kind: 'jobApi',
    help: "Paths and field names of the target, where they differ from the built-in target's.",
  },
} as const satisfies Readonly<Record<string, Option>>;
