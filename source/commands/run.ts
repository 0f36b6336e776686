import type { ExitCode } from '../model/exit-code.js';
import type { LoadCommand } from './invocation.js';
import type { Io } from './io.js';
import { runJob } from './jobs.js';
import { launch, sessionParts } from './launch.js';
import { prepareLoad } from './prepare-load.js';
import { refuse } from './refuse.js';
import { secretReader } from './secret-reader.js';

/** `plimsoll run`: drives one load. */
export async function run(command: LoadCommand, io: Io): Promise<ExitCode> {
  const { config, target } = command;
  const prepared = await prepareLoad(command, secretReader(io));
  if (prepared.kind === 'problems') return refuse(prepared.problems, io);
  const job = runJob(config, target, prepared.parts);
  return launch({ ...sessionParts(command, io), kind: 'run', target: target.url, job }, io);
}
