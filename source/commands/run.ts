import type { ExitCode } from '../model/exit-code.js';
import type { LoadCommand } from './invocation.js';
import type { Io } from './io.js';
import { runJob } from './jobs.js';
import { launch, sessionParts } from './launch.js';

/** `plimsoll run`: drives one load. */
export function run(command: LoadCommand, io: Io): Promise<ExitCode> {
  const { config, target } = command;
  return launch({ ...sessionParts(command, io), kind: 'run', target: target.url, job: runJob(config, target) }, io);
}
