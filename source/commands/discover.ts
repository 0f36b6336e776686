import type { ExitCode } from '../model/exit-code.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import { budgetProblem } from './check-budget.js';
import { earlierLine } from './earlier-line.js';
import type { LoadCommand } from './invocation.js';
import type { Io } from './io.js';
import { discoveryJob, workJob } from './jobs.js';
import { launch, sessionParts } from './launch.js';
import { prepareLoad } from './prepare-load.js';
import { refuse } from './refuse.js';
import { secretReader } from './secret-reader.js';

/** `plimsoll discover`: searches for the highest rate, or the heaviest work, that meets the objectives. */
export async function discover(command: LoadCommand, io: Io): Promise<ExitCode> {
  const { config, target } = command;
  const { axis, warmStart } = config.discovery;
  const short = budgetProblem(command);
  if (short !== null) return refuse([short], io);
  const prepared = await prepareLoad(command, secretReader(io), axis);
  if (prepared.kind === 'problems') return refuse(prepared.problems, io);
  const { levels, needs, parts } = prepared;
  const session = { ...sessionParts(command, io), kind: 'discovery', target: target.url } as const;
  if (levels !== null) return launch({ ...session, job: workJob(config, target, needs, levels) }, io);
  const folder = sessionsFolder(config.sessions.folder, io.env);
  const earlier = warmStart === null ? null : earlierLine(warmStart, target.url, folder);
  if (earlier?.kind === 'faulty') return refuse([earlier.problem], io);
  return launch({ ...session, job: discoveryJob(config, target, parts, earlier?.perSecond ?? null) }, io);
}
