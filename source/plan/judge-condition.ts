import { isObject } from '../model/plain-object.js';
import type { Condition, Operator } from './condition.js';
import { failedEndings, type StepEnding } from './step-ending.js';

/** What a condition can see of a step that is over. */
export type StepFacts =
  | { readonly kind: 'ended'; readonly ending: StepEnding; readonly result: unknown }
  | { readonly kind: 'skipped' | 'blocked' };

/**
 * Whether a condition holds. `factsOf` gives what is known of a step; null where it is not over. A comparison with what an
 * answer does not have does not hold, whatever the operator.
 */
export function holds(condition: Condition, factsOf: (step: string) => StepFacts | null): boolean {
  switch (condition.kind) {
    case 'always':
      return true;
    case 'not':
      return !holds(condition.of, factsOf);
    case 'and':
      return condition.parts.every((part) => holds(part, factsOf));
    case 'or':
      return condition.parts.some((part) => holds(part, factsOf));
    case 'outcome': {
      const facts = factsOf(condition.step);
      if (facts === null) return false;
      if (facts.kind !== 'ended') return facts.kind === condition.word;
      return condition.word === 'failed' ? failedEndings.has(facts.ending) : facts.ending === condition.word;
    }
    case 'compare': {
      const facts = factsOf(condition.step);
      const found = facts?.kind === 'ended' ? valueAt(facts.result, condition.path) : null;
      return found !== null && compare(found, condition.operator, condition.value);
    }
  }
}

type Plain = number | string | boolean;

/** The plain value at a path of an answer; only what the answer itself holds, and nothing of what objects inherit. */
export function valueAt(result: unknown, path: readonly string[]): Plain | null {
  let at: unknown = result;
  for (const key of path) {
    if (Array.isArray(at)) at = /^\d{1,6}$/.test(key) ? at[Number(key)] : undefined;
    else at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return typeof at === 'number' || typeof at === 'string' || typeof at === 'boolean' ? at : null;
}

function compare(found: Plain, operator: Operator, value: Plain): boolean {
  switch (operator) {
    case '==':
      return found === value;
    case '!=':
      return found !== value;
    default:
      return typeof found === 'number' && typeof value === 'number' && inOrder(found, operator, value);
  }
}

function inOrder(found: number, operator: Exclude<Operator, '==' | '!='>, value: number): boolean {
  switch (operator) {
    case '<':
      return found < value;
    case '<=':
      return found <= value;
    case '>':
      return found > value;
    case '>=':
      return found >= value;
  }
}
