import { tmpdir } from 'node:os';
import { formatPath } from '../../config/problems.js';
import type { Problem } from '../../model/problem.js';
import { comparisonsIn } from '../../plan/condition.js';
import type { PlanSpec, StepSpec } from '../../plan/plan-spec.js';
import { resultValuesIn } from '../../plan/result-values.js';
import { budgetProblem } from '../check-budget.js';
import type { Command } from '../invocation.js';
import { type AnswerShape, answerShapeOf, keyFault } from './answer-keys.js';
import { forecastOf, type StepForecast } from './forecast.js';
import { type KnownBefore, readStep, type StepReader } from './step-command.js';

/** What all steps of a plan will do, or everything that is wrong with any of them. */
export type StepsCheck =
  | {
      readonly kind: 'ok';
      readonly forecasts: readonly StepForecast[];
      /** Hosts that nobody has named yet, and the problems that this is where nobody can be asked. */
      readonly hosts: readonly string[];
      readonly unconfirmed: readonly Problem[];
    }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Which session a step is about, and what came of it, is known once that step is over. */
const nothingYet: KnownBefore = {
  sessionOf: (reference) => (reference.kind === 'recorded' ? reference.reference : reference.step),
  resultOf: () => null,
};

/** Reads every step as it will be read when it begins, before any is. */
export function checkSteps(plan: PlanSpec, reader: StepReader): StepsCheck {
  const problems: Problem[] = [];
  const unconfirmed: Problem[] = [];
  const hosts = new Set<string>();
  const forecasts: StepForecast[] = [];
  const shapes = new Map<string, AnswerShape | null>();
  for (const step of plan.steps) {
    const reading = readStep(step, reader, tmpdir(), nothingYet);
    // Steps that are spoken of come before, so that their shapes are known by now.
    problems.push(...keyProblems(step, shapes));
    if (reading.kind !== 'problems') {
      shapes.set(step.name, answerShapeOf(step.action, reading.command));
      problems.push(...shortBudget(step, reading.command));
    }
    switch (reading.kind) {
      case 'ok':
        forecasts.push(forecastOf(step, reading.command));
        break;
      case 'problems':
        problems.push(...reading.problems);
        break;
      case 'unconfirmed':
        for (const host of reading.hosts) hosts.add(host);
        unconfirmed.push(...reading.problems);
        forecasts.push(forecastOf(step, reading.command));
        break;
    }
  }
  return problems.length > 0
    ? { kind: 'problems', problems: [...problems, ...unconfirmed] }
    : { kind: 'ok', forecasts, hosts: [...hosts], unconfirmed };
}

/** A search that could judge nothing is told before the first step begins, as it is before a search by itself. */
function shortBudget({ name, path }: StepSpec, command: Command): readonly Problem[] {
  if (command.command !== 'discover' && command.command !== 'bench') return [];
  const short = budgetProblem(command);
  return short === null ? [] : [{ ...short, path: `${path} (${name}): ${short.path}` }];
}

/** Keys of answers that the steps which a step speaks of can never give: they would be left out of account without a word. */
function keyProblems(step: StepSpec, shapes: ReadonlyMap<string, AnswerShape | null>): readonly Problem[] {
  const problemOf = (path: string, name: string, keys: readonly string[], wanted: 'number' | 'plain') => {
    const shape = shapes.get(name);
    const fault = shape == null ? null : keyFault(shape, keys, wanted);
    if (fault === null) return [];
    const what = wanted === 'number' ? 'a number' : 'a number, text, true or false';
    return [
      { path, message: `expected the key of ${what} in the answer of ${name}, got ${fault.got}`, hint: fault.hint },
    ];
  };
  const values = resultValuesIn(step.settings).values.flatMap(({ path, value }) =>
    problemOf(`${step.path} (${step.name}): with.${formatPath(path)}`, value.step, value.path, 'number'),
  );
  const compared = step.condition === null ? [] : comparisonsIn(step.condition);
  const asked = compared.flatMap((one) => problemOf(`${step.path} (${step.name}): if`, one.step, one.path, 'plain'));
  return [...values, ...asked];
}
