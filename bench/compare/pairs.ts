import { comparePair } from '../../source/report/compare/compare-pair.js';
import type { SessionDigest } from '../../source/report/compare/digest.js';
import { simulateRun, slowed } from '../../test/helpers/simulated-run.js';
import { scenarioNamed } from '../../test/helpers/simulated-scenarios.js';
import { searchSimulated } from '../../test/helpers/simulated-search.js';
import { digestOf, digestOfSearch } from '../../test/report/compare/helpers.js';
import { scenarioFor } from '../discovery/runs.js';

/** One system measured thrice, the last time slower: by runs at a share of its load line, or by searches for it. */
export type PairJob = {
  readonly scenario: string;
  readonly seed: number;
  readonly measured:
    | { readonly kind: 'run'; readonly share: number; readonly seconds: number }
    | { readonly kind: 'line' };
};

/** Whether it was told from itself, and whether the slower one was found to be worse. */
export type PairRow = { readonly isToldFromItself: boolean; readonly isSlowerFound: boolean };

const factor = 1.08;
const noiseBand = 0.05;

/** Measures and compares, in virtual time. */
export function comparePairs(job: PairJob): PairRow {
  const { seed } = job;
  const baseline = digestFor(job, seed, 1);
  const verdict = (candidate: SessionDigest) => comparePair(baseline, candidate, noiseBand).verdict;
  const again = verdict(digestFor(job, seed + 1, 1));
  return {
    isToldFromItself: again === 'regression' || again === 'improvement',
    isSlowerFound: verdict(digestFor(job, seed + 2, factor)) === 'regression',
  };
}

function digestFor({ measured, scenario }: PairJob, seed: number, by: number): SessionDigest {
  if (measured.kind === 'line') {
    const found = scenarioFor({ scenario, seed });
    const target = slowed(found.target, by);
    return digestOfSearch(searchSimulated({ ...found, target }, { effort: 'standard', seed, recorded: true }));
  }
  const { target, truePerSecond } = scenarioNamed(scenario);
  const perSecond = measured.share * truePerSecond!;
  return digestOf({ cells: simulateRun(slowed(target, by), perSecond, measured.seconds, seed), perSecond });
}
