import type { Config } from '../config/config.js';
import type { ExitCode } from '../model/exit-code.js';
import type { Problem } from '../model/problem.js';
import type { BenchSystem } from '../session/perform-bench.js';
import { budgetProblem } from './check-budget.js';
import type { LoadCommand } from './invocation.js';
import type { Io } from './io.js';
import { benchJob, benchSystem } from './jobs.js';
import { launch, sessionParts } from './launch.js';
import { prepareLoad } from './prepare-load.js';
import { refuse } from './refuse.js';
import { secretReader } from './secret-reader.js';

/** `plimsoll bench`: the heaviest work of each system and workload, and the load lines from there downwards. */
export async function bench(command: LoadCommand, io: Io): Promise<ExitCode> {
  const { config, target, targets } = command;
  const short = budgetProblem(command);
  const problems: Problem[] = short === null ? [] : [short];
  const systems: BenchSystem[] = [];
  const read = secretReader(io);
  for (const each of targets) {
    for (const workload of workloadsOf(config)) {
      const own: Config = { ...config, target: each, load: { ...config.load, workload } };
      const prepared = await prepareLoad({ ...command, config: own, target: each }, read, 'work');
      if (prepared.kind === 'problems') problems.push(...prepared.problems);
      else if (prepared.levels !== null) systems.push(benchSystem(own, each, prepared.needs, prepared.levels));
    }
  }
  if (problems.length > 0) return refuse(problems, io);
  const job = benchJob(config, systems);
  return launch({ ...sessionParts(command, io), kind: 'bench', target: target.url, job }, io);
}

function workloadsOf({ bench: { workloads }, load }: Config): Config['bench']['workloads'] {
  return workloads.length > 0 ? workloads : [load.workload];
}
