import { type ExitCode, exitCodes } from '../model/exit-code.js';
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
      if (result.flags.includes('infeasible')) return exitCodes.missed;
      if (result.flags.includes('target-lost')) return exitCodes.unmeasured;
      if (result.flags.includes('generator-limited')) return exitCodes.unmeasured;
      return result.estimatePerSecond !== null || result.flags.includes('beyond-max-rate')
        ? exitCodes.met
        : exitCodes.unmeasured;
    case 'monitor': {
      const seen =
        result.servers.some((server) => server.samples > 0) || result.streams.some((stream) => stream.messages > 0);
      return seen ? exitCodes.met : exitCodes.unmeasured;
    }
  }
}
