import type { Settings } from '../../config/settings.js';
import { plainText } from '../../model/plain-text.js';
import type { Problem } from '../../model/problem.js';
import type { ServerSpec } from '../../model/server.js';
import { readLevels, tooBusy } from '../../plan/schedule/machine-levels.js';
import type { LevelLimits, ScheduleSpec } from '../../plan/schedule/schedule-spec.js';
import type { Clock } from '../../time/clock.js';
import { createRandom } from '../../time/random.js';
import { readInvocation } from '../invocation.js';
import type { Io } from '../io.js';
import { problemText } from '../problem-text.js';
import { readPlainFile } from '../read-plain-file.js';
import { secretReader } from '../secret-reader.js';
import { programSurroundings } from '../surroundings.js';
import { stepFlags } from './step-flags.js';

type ServersReading =
  | { readonly kind: 'ok'; readonly servers: readonly ServerSpec[] }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

const thisMachine: ServerSpec = { name: 'this machine', address: 'local' };

/** This machine, and the servers of the config that limits name. */
export function readLimitServers(
  { config }: LevelLimits,
  settings: Settings,
  { env }: Pick<Io, 'env'>,
): ServersReading {
  if (config === null) return { kind: 'ok', servers: [thisMachine] };
  const argv = ['monitor', config, ...stepFlags(settings)];
  const reading = readInvocation(argv, readPlainFile, programSurroundings(env));
  if (reading.kind === 'problems') {
    return {
      kind: 'problems',
      problems: reading.problems.map((problem) => ({ ...problem, path: `limits: ${problem.path}` })),
    };
  }
  const servers = reading.kind === 'ok' && 'config' in reading ? reading.config.servers : [];
  return { kind: 'ok', servers: [thisMachine, ...servers.filter(({ address }) => address !== 'local')] };
}

/** Why machines are too busy for a run of a schedule, as a sentence; null: they are not. */
export async function measureLevels(
  { limits }: ScheduleSpec,
  clock: Clock,
  settings: Settings,
  io: Io,
): Promise<string | null> {
  if (limits === null) return null;
  const reading = readLimitServers(limits, settings, io);
  if (reading.kind === 'problems') return plainText(`${reading.problems.map(problemText).join('; ')}.`, 2000);
  return tooBusy(
    await readLevels(reading.servers, clock, createRandom(clock.wallMs() >>> 0), secretReader(io)),
    limits,
  );
}
