import { listText } from './list-text.js';
import { millisecondsText } from './quantity-text.js';
import type { WorkResult } from './work-result.js';

/** The answer of a search for the heaviest work in one plain sentence: the level, or why there is none. */
export function workSentence(result: Omit<WorkResult, 'sentence'>): string {
  const { heaviestLevel, target, validity, workload } = result;
  const promise = result.objectives.length === 0 ? 'its promise' : listText(result.objectives);
  const [reason] = validity.reasons;
  const invalid = validity.valid
    ? ''
    : `; the measurement is not valid${reason === undefined ? '' : `: ${reason.replace(/\.$/, '')}`}`;
  if (heaviestLevel === null) return `${nothingFound(result, promise)}${invalid}.`;
  const carried = `${target} does ${workload} up to level ${heaviestLevel} while ${promise}`;
  return `${carried} (${evidence(result, heaviestLevel)})${invalid}.`;
}

function nothingFound({ ended, steps, target, workload }: Omit<WorkResult, 'sentence'>, promise: string): string {
  const [first] = steps;
  switch (ended) {
    case 'target-lost':
      return `${target} stopped answering before any level of ${workload} was found`;
    case 'stopped':
      return `Stopped before any level of ${workload} was found that ${target} carries`;
    case 'budget-reached':
      return `The time ran out before any level of ${workload} was found that ${target} carries`;
    default:
      return `${target} does not keep ${promise} even at level ${first?.level ?? 'first tried'} of ${workload}`;
  }
}

function evidence({ ended, steps }: Omit<WorkResult, 'sentence'>, heaviest: number): string {
  const means = steps.flatMap(({ level, meanMs, met }) =>
    level === heaviest && met && meanMs !== null ? [meanMs] : [],
  );
  const mean = means.length === 0 ? '' : `${millisecondsText(Math.max(...means), 3)} on average; `;
  const next = heaviest + 1;
  switch (ended) {
    case 'missed':
    case 'infeasible':
      return `${mean}missed at level ${next}`;
    case 'foretold':
      return `${mean}level ${next} is foretold to take several limits and was not tried`;
    case 'max-level':
      return `${mean}level ${heaviest} is the heaviest that was allowed`;
    case 'stopped':
      return `${mean}stopped before level ${next} was judged`;
    case 'budget-reached':
      return `${mean}the time ran out before level ${next} was judged`;
    case 'target-lost':
      return `${mean}the target stopped answering at level ${next}`;
  }
}
