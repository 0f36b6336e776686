import type { Option } from './option.js';

const ofRun = { default: null, repeatable: false, commands: ['run'] } as const;

/** The options that give a load its shape, part of the table of all: at most one of them is meant. */
export const shapeOptions = {
  rate: {
    ...ofRun,
    flag: 'rate',
    path: ['load', 'rate'],
    kind: 'rate',
    default: '100/s',
    help: 'Constant arrival rate: per second, or with /min or /h.',
  },
  ramp: {
    ...ofRun,
    flag: 'ramp',
    path: ['load', 'ramp'],
    kind: 'ramp',
    help: 'Arrival rate that changes evenly, in place of a constant one.',
  },
  steps: {
    ...ofRun,
    flag: 'steps',
    path: ['load', 'steps'],
    kind: 'steps',
    help: 'Arrival rates in steps of equal length, in place of a constant one.',
  },
  spike: {
    ...ofRun,
    flag: 'spike',
    path: ['load', 'spike'],
    kind: 'spike',
    help: 'Base rate with a peak at AT for LEN, as 100..1000@10s+5s.',
  },
  sine: {
    ...ofRun,
    flag: 'sine',
    path: ['load', 'sine'],
    kind: 'sine',
    help: 'Rate that swings round a mean, as 200~100/60s.',
  },
  profile: {
    ...ofRun,
    flag: 'profile',
    path: ['load', 'profile'],
    kind: 'file',
    help: 'Recorded rates: CSV of seconds and rate, linear between its lines. Without a duration, as long as it is.',
  },
} as const satisfies Readonly<Record<string, Option>>;

/** Their names, in the table's order. */
export const shapeNames = Object.keys(shapeOptions) as readonly (keyof typeof shapeOptions)[];
