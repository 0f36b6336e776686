import type { ExitCode } from '../model/exit-code.js';
import type { LoadCommand } from './invocation.js';
import type { Io } from './io.js';
import { discoveryJob } from './jobs.js';
import { launch, sessionParts } from './launch.js';

/** `plimsoll discover`: searches for the highest rate that meets the objectives. */
export function discover(command: LoadCommand, io: Io): Promise<ExitCode> {
  const { config, target } = command;
  const job = discoveryJob(config, target);
  return launch({ ...sessionParts(command, io), kind: 'discovery', target: target.url, job }, io);
}
