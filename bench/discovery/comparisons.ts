import { errorsAbove } from '../../test/helpers/calibration.js';
import { scenarioNamed } from '../../test/helpers/simulated-scenarios.js';
import { searchSimulated } from '../../test/helpers/simulated-search.js';

const names = ['mmc8', 'ln8', 'pool', 'demo'] as const;

/** How often two searches of one target differ at 95 %, and how often a target that is 8 % slower is told from itself. */
export function comparisons(seeds: readonly number[]): readonly string[] {
  let differ = 0;
  let told = 0;
  for (const name of names) {
    const scenario = scenarioNamed(name);
    const { target } = scenario;
    const slower = { ...scenario, target: { ...target, serviceSeconds: 1.08 * target.serviceSeconds } };
    for (const seed of seeds) {
      const [first, again, after] = [scenario, scenario, slower].map(
        (of, index) => searchSimulated(of, { effort: 'standard', seed: seed + 1000 * index }).answer,
      );
      if (Math.abs(errorsAbove(first!, again!)) > 1.96) differ++;
      if (errorsAbove(first!, after!) > 1.645) told++;
    }
  }
  const percent = (count: number): string => `${((100 * count) / (names.length * seeds.length)).toFixed(0)} %`;
  return [
    `\ntwo searches of one target differ: ${percent(differ)} (at most 5 %)`,
    `a target that is 8 % slower is told: ${percent(told)} (at least 80 %)`,
  ];
}
