import { plannedSeconds } from '../engine/discovery/planned.js';
import { clockText } from '../model/clock-text.js';
import type { DiscoveryPlan } from './find-line.js';

/** How long a search will take, told before it begins; null for the ways of searching that cannot tell. */
export function plannedText({ options, strategy = 'plimsoll' }: DiscoveryPlan): string | null {
  if (strategy !== 'plimsoll') return null;
  const { most, usual } = plannedSeconds(options);
  const likely = clockText(usual * 1000);
  // With little time all of it is used.
  const rule = usual < 0.95 * most ? `about ${likely} as a rule, ` : '';
  return `the search takes ${rule}at most ${clockText(most * 1000)} of load and rest (${options.effort})`;
}
