import type { ExitCode } from '../model/exit-code.js';
import type { Command } from './invocation.js';
import type { Io } from './io.js';
import { runJob } from './jobs.js';
import { launch, sessionParts } from './launch.js';

/** `plimsoll run`: drives one load. */
export function run(command: Extract<Command, { readonly command: 'run' | 'discover' }>, io: Io): Promise<ExitCode> {
  const { config, target } = command;
  return launch({ ...sessionParts(command, io), kind: 'run', target: target.url, job: runJob(config, target) }, io);
}
