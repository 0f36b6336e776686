import type { ExitCode } from '../model/exit-code.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import type { Job } from '../session/session.js';
import { earlierRest } from './earlier-rest.js';
import type { MonitorCommand } from './invocation.js';
import type { Io } from './io.js';
import { launch, sessionParts } from './launch.js';
import { refuse } from './refuse.js';

/** `plimsoll monitor`: watches servers and streams, sends no load. */
export async function monitor(command: MonitorCommand, io: Io): Promise<ExitCode> {
  const { config, untilRest } = command;
  const rest =
    untilRest === null ? null : earlierRest(untilRest, config.servers, sessionsFolder(config.sessions.folder, io.env));
  if (rest?.kind === 'faulty') return refuse([rest.problem], io);
  const job: Job = {
    kind: 'watch',
    durationMs: config.monitor.durationMs,
    ...(rest === null ? {} : { baselines: rest.baselines }),
  };
  return launch({ ...sessionParts(command, io), kind: 'monitor', target: null, job }, io);
}
