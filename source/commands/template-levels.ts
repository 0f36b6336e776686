import type { Config, TargetConfig } from '../config/config.js';
import { highestSizeLevel } from '../workload/values.js';
import { templateNames } from './check-templates.js';

/** The levels of a load that is made of requests. */
export type TemplateLevels = {
  readonly from: number;
  readonly smallest: number;
  /** Infinity where only the objectives end a search. */
  readonly largest: number;
};

/** Where nobody says what a level means, nothing is lighter than one of it. */
const lightest = 1;

/** The levels that a search for the heaviest work goes through; null where no template tells the level. */
export function templateLevels(config: Config, target: TargetConfig): TemplateLevels | null {
  const names = templateNames(config, target);
  if (!names.has('level') && !names.has('size')) return null;
  const { maxLevel, startLevel } = config.discovery;
  const from = startLevel ?? lightest;
  const most = names.has('size') ? highestSizeLevel : Number.POSITIVE_INFINITY;
  return { from, smallest: Math.min(from, lightest), largest: maxLevel ?? most };
}
