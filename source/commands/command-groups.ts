import type { CommandName } from '../config/option.js';

const recordCommandNames = [
  'compare',
  'export',
  'import',
  'report',
  'sessions',
  'verify',
  'replay',
  'alerts',
] as const satisfies readonly CommandName[];

/** The name of a command on sessions that were recorded. */
export type RecordCommandName = (typeof recordCommandNames)[number];

const setupCommandNames = [
  'plan',
  'schedule',
  'init',
  'config',
  'trust',
  'secret',
  'completion',
] as const satisfies readonly CommandName[];

/** The name of a command on the program's own set-up, or on plans of other commands. */
export type SetupCommandName = (typeof setupCommandNames)[number];

/** Whether a command is one on recorded sessions. */
export function isRecordCommand(command: CommandName): command is RecordCommandName {
  return recordCommandNames.some((name) => name === command);
}

/** Whether a command is one on the set-up. */
export function isSetupCommand(command: CommandName): command is SetupCommandName {
  return setupCommandNames.some((name) => name === command);
}
