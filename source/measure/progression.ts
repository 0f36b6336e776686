import type { Progression } from '../model/job-checks.js';
import { rankTrend } from './rank-trend.js';

/** What one level cost, once: several entries of one complexity are several runs of it. */
export type LevelCost = { readonly level: string; readonly complexity: number; readonly cost: number };

const significance = 0.05;

/**
 * The chance of a perfect order where there is no trend: that of three levels, 1 in 3!, is 17 %, so that three show
 * nothing, and neither do two levels of two runs each. Levels of one complexity have no order.
 */
function chanceOfPerfectOrder(costs: readonly LevelCost[]): number {
  const complexities = costs.map(({ complexity }) => complexity).sort((a, b) => a - b);
  return rankTrend(
    complexities,
    complexities.map((_, place) => place),
  ).riseP;
}

/** Judges costs by level, in any order. `what` is the cost's name for the evidence, such as `CPU seconds`. */
export function checkProgression(what: string, costs: readonly LevelCost[]): Progression {
  const levels = meansByLevel(costs);
  const { tau, riseP, fallP, isExact } = rankTrend(
    costs.map(({ complexity }) => complexity),
    costs.map(({ cost }) => cost),
  );
  const reversals = levels.slice(1).flatMap((level, index) => {
    const before = levels[index]!;
    return level.cost < before.cost ? [{ from: before.level, to: level.level, factor: level.cost / before.cost }] : [];
  });
  const [first, last] = [levels[0], levels.at(-1)];
  const factor = first === undefined || last === undefined || first.cost === 0 ? null : last.cost / first.cost;
  const pValue = Math.min(riseP, fallP);
  const leastP = chanceOfPerfectOrder(costs);
  const isTooFew = leastP > significance;
  const isClear = pValue <= significance;
  const verdict = isTooFew ? 'too-few' : !isClear ? 'unrelated' : riseP <= fallP ? 'grows' : 'falls';
  const counted = `${costs.length} measurements of ${levels.length} levels`;
  const chance = `tau ${tau.toFixed(2)}, p ${pText(pValue)} ${isExact ? 'exact' : 'by the normal distribution'}`;
  const sentences = {
    grows: `${what} grows with the level: ${chance}, over ${counted}`,
    falls: `${what} falls as the level rises: ${chance}, over ${counted}`,
    unrelated: `no trend of ${what} with the level can be shown: ${chance}, over ${counted}`,
    'too-few': `${counted} are too few to show a trend of ${what}: even a perfect one could be chance, p ${pText(leastP)}`,
  };
  return { verdict, tau, pValue, factor, reversals, evidence: sentences[verdict] };
}

function pText(p: number): string {
  return p < 0.001 ? '< 0.001' : p.toFixed(3);
}

function meansByLevel(costs: readonly LevelCost[]): readonly LevelCost[] {
  const byComplexity = Map.groupBy(costs, ({ complexity }) => complexity);
  return [...byComplexity.values()]
    .map((runs) => ({ ...runs[0]!, cost: runs.reduce((sum, { cost }) => sum + cost, 0) / runs.length }))
    .sort((a, b) => a.complexity - b.complexity);
}
