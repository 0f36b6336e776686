import type { Effort } from '../../source/engine/discovery/options.js';
import { createRandom } from '../../source/time/random.js';
import { intervalScore } from '../../test/helpers/calibration.js';
import { searchClassic } from '../../test/helpers/simulated-classic.js';
import { controls, type Scenario, scenarios } from '../../test/helpers/simulated-scenarios.js';
import { searchSimulated } from '../../test/helpers/simulated-search.js';
import { jitteredScenarios } from './jittered.js';

/** One search to be made. `independent` takes arrivals as independent, which must spoil its intervals. */
export type Job = {
  readonly scenario: string;
  readonly method: Effort | 'classic' | 'independent';
  readonly seed: number;
};

/** What one search found and cost, as multiples of the true line; null where there is none. */
export type Row = Job & {
  readonly error: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly certified: number | null;
  /** The share of what is believed in the end that lies below the true line. */
  readonly rank: number | null;
  /** The interval score of the 95 % interval. */
  readonly score: number | null;
  readonly probeSeconds: number;
  readonly peak: number | null;
  readonly bad: number;
  readonly collapses: number;
  readonly flags: readonly string[];
};

const known = new Map([...scenarios, ...Object.values(controls), ...jitteredScenarios].map((one) => [one.name, one]));

/** The scenario with a first rate that is anywhere within an octave, so that no method is favoured by its grid. */
export function scenarioFor({ scenario, seed }: Pick<Job, 'scenario' | 'seed'>): Scenario {
  const found = known.get(scenario);
  if (found === undefined) throw new Error(`no scenario is named ${scenario}`);
  const random = createRandom(seed * 31 + 7);
  random();
  return { ...found, startPerSecond: (found.startPerSecond / Math.SQRT2) * 2 ** random() };
}

/** Makes one search in virtual time. */
export function runJob(job: Job): Row {
  const scenario = scenarioFor(job);
  if (job.method === 'classic') {
    const answer = searchClassic(scenario, job.seed);
    const line = scenario.truePerSecond;
    return {
      ...job,
      error: line === null ? null : answer.estimatePerSecond / line - 1,
      low: line === null ? null : answer.lowerPerSecond / line,
      high: line === null ? null : answer.upperPerSecond / line,
      certified: null,
      rank: null,
      score: null,
      probeSeconds: answer.probeSeconds,
      peak: line === null ? null : answer.peakPerSecond / line,
      bad: answer.badRequests,
      collapses: answer.collapses,
      flags: [],
    };
  }
  const { method } = job;
  const isIndependent = method === 'independent';
  const found = searchSimulated(scenario, {
    effort: isIndependent ? 'standard' : method,
    seed: job.seed,
    ...(isIndependent ? { independent: true } : {}),
  });
  const { answer } = found;
  const drift = ((scenario.target.driftPerMinute ?? 0) * found.clockSeconds) / 60;
  const line = scenario.truePerSecond === null ? null : scenario.truePerSecond * (1 + drift);
  const over = (value: number | null | undefined): number | null =>
    value === null || value === undefined || line === null ? null : value / line;
  const estimate = over(answer.estimatePerSecond);
  return {
    ...job,
    error: estimate === null ? null : estimate - 1,
    low: over(answer.interval95?.[0]),
    high: over(answer.interval95?.[1]),
    certified: over(answer.certifiedPerSecond),
    rank: line === null || found.line === null ? null : 1 - found.line.meetsAt(line),
    score: line === null || estimate === null ? null : intervalScore(answer, line),
    probeSeconds: answer.probeSeconds,
    peak: over(answer.peakPerSecond),
    bad: answer.badRequests,
    collapses: found.collapses,
    flags: answer.flags,
  };
}
