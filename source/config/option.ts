import type { KindName } from './kinds.js';

/** The commands of the program, in the order that help lists them. */
export const commandNames = [
  'demo',
  'run',
  'discover',
  'bench',
  'jobs',
  'monitor',
  'report',
  'compare',
  'export',
  'import',
  'sessions',
  'verify',
  'replay',
  'alerts',
  'plan',
  'schedule',
  'init',
  'check',
  'config',
  'trust',
  'secret',
  'completion',
] as const;

export type CommandName = (typeof commandNames)[number];

/** One thing that the user can set, as a flag, as a key of the config file, or as both. */
export type Option = {
  /** Without the dashes; null for what only a config file can say. */
  readonly flag: string | null;
  /** Keys from the root of the config file; null for what only a flag can say. */
  readonly path: readonly [string] | readonly [section: string, key: string] | null;
  readonly kind: KindName;
  /** As a user would write it; null when there is none, and `help` says what then happens. */
  readonly default: string | null;
  /** May be given several times. */
  readonly repeatable: boolean;
  readonly help: string;
  /** Commands that take the flag; for a key, those that use it. */
  readonly commands: readonly CommandName[];
};
