import type { BenchResult } from '../model/bench.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import type { JobsResult } from '../model/job.js';
import type { WorkResult } from '../model/work-result.js';
import type { JobEnd } from '../session/session.js';

/** The exit code that tells how a job ended. `interrupted`: a signal or key ended it before its own end. */
export function exitCodeOf(end: JobEnd | null, interrupted: boolean): ExitCode {
  if (interrupted || end === null) return exitCodes.interrupted;
  if (end.kind === 'unmeasured') return exitCodes.unmeasured;
  if (end.isInterrupted) return exitCodes.interrupted;
  const { result } = end;
  switch (result.kind) {
    case 'run':
      if (!result.validity.valid) return exitCodes.unmeasured;
      if (result.ended === 'tripped') return exitCodes.missed;
      // Without an objective too: what answered nothing well has not done what it is for.
      if (result.intended.count > 0 && result.outcomes.ok === 0) return exitCodes.missed;
      return result.objectives.every((objective) => objective.met) ? exitCodes.met : exitCodes.missed;
    case 'discovery':
      if (!result.validity.valid) return exitCodes.unmeasured;
      if (result.axis === 'work') return workExitCode(result);
      if (result.flags.includes('infeasible')) return exitCodes.missed;
      if (result.flags.includes('target-lost')) return exitCodes.unmeasured;
      if (result.flags.includes('generator-limited')) return exitCodes.unmeasured;
      return result.estimatePerSecond !== null || result.flags.includes('beyond-max-rate')
        ? exitCodes.met
        : exitCodes.unmeasured;
    case 'bench':
      return benchExitCode(result);
    case 'suite': {
      const codes = result.benches.map(benchExitCode);
      if (result.unmeasured.length > 0 || codes.includes(exitCodes.unmeasured)) return exitCodes.unmeasured;
      return codes.includes(exitCodes.missed) ? exitCodes.missed : exitCodes.met;
    }
    case 'jobs':
      return jobsExitCode(result);
    case 'monitor': {
      const seen =
        result.servers.some((server) => server.samples > 0) || result.streams.some((stream) => stream.messages > 0);
      if (!seen) return exitCodes.unmeasured;
      // Whoever waited for rest wants to know whether it came.
      return result.coolDown?.some(({ atBaseline }) => !atBaseline) === true ? exitCodes.missed : exitCodes.met;
    }
  }
}

/** Met where every job of every level was done, and nothing shows that they do not cost more from level to level. */
function jobsExitCode({ ended, levels, progression, validity }: JobsResult): ExitCode {
  const areAllDone = levels.every(({ jobs }) => jobs.every(({ state }) => state === 'done'));
  if (ended === 'target-lost') return exitCodes.unmeasured;
  if (!areAllDone || ended === 'timeout') return exitCodes.missed;
  if (!validity.valid) return exitCodes.unmeasured;
  const duration = progression.find(({ what }) => what === 'duration')?.verdict;
  return duration === 'falls' || duration === 'unrelated' ? exitCodes.missed : exitCodes.met;
}

function workExitCode({ ended, heaviestLevel }: WorkResult): ExitCode {
  if (heaviestLevel !== null) return exitCodes.met;
  return ended === 'infeasible' ? exitCodes.missed : exitCodes.unmeasured;
}

/** Met where the heaviest work and every load line that was looked for were found. */
function benchExitCode({ configurations, heaviest, validity }: BenchResult): ExitCode {
  if (!validity.valid) return exitCodes.unmeasured;
  const code = workExitCode(heaviest);
  if (code !== exitCodes.met) return code;
  const found = configurations.every(
    ({ result }) => result.estimatePerSecond !== null || result.flags.includes('beyond-max-rate'),
  );
  return configurations.length > 0 && found ? exitCodes.met : exitCodes.unmeasured;
}
