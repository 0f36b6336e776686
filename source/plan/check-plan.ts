import { suggestion } from '../config/nearest.js';
import { formatPath } from '../config/problems.js';
import { quoted } from '../config/quote.js';
import type { Problem } from '../model/problem.js';
import { stepsIn } from './condition.js';
import { stepsBefore } from './plan-order.js';
import type { PlanSpec, StepSpec } from './plan-spec.js';
import { resultValuesIn } from './result-values.js';
import { isAboutSessions, type StepAction } from './step-action.js';

/** A plan may do this many steps; all branches together. */
const mostSteps = 200;

/** Words of conditions: a step of that name could not be asked about. */
const reserved = new Set(['and', 'or', 'not', 'always', 'true', 'false']);

/** How many sessions an action is about. */
const takesSessions: { readonly [action in StepAction]?: { readonly least: number; readonly most: number } } = {
  report: { least: 1, most: 32 },
  compare: { least: 2, most: 32 },
  export: { least: 1, most: 1 },
  'cool-down': { least: 0, most: 1 },
  monitor: { least: 0, most: 1 },
  discover: { least: 0, most: 1 },
};

/** Everything that is wrong with a plan beyond the single values: names that lead nowhere, and settings that exclude each other. */
export function checkPlan({ steps }: PlanSpec): readonly Problem[] {
  const problems: Problem[] = [];
  if (steps.length > mostSteps) {
    problems.push({ path: 'steps', message: `expected at most ${mostSteps} steps, got ${steps.length}`, hint: null });
    return problems;
  }
  for (const step of steps) {
    problems.push(...nameProblems(step, steps), ...sessionProblems(step, steps), ...retryProblems(step));
    if (step.config !== null && isAboutSessions(step.action)) {
      const message = `expected no config for ${step.action}, got one`;
      problems.push({ path: `${step.path}.config`, message, hint: 'it is about sessions: say whose in of' });
    }
  }
  return problems;
}

function nameProblems(step: StepSpec, steps: readonly StepSpec[]): readonly Problem[] {
  const problems: Problem[] = [];
  if (reserved.has(step.name.toLowerCase())) {
    const message = `expected a name that is no word of conditions, got "${step.name}"`;
    problems.push({ path: `${step.path}.name`, message, hint: null });
  }
  const before = stepsBefore(steps, step);
  const unknown = (key: string, names: readonly string[]): void => {
    for (const name of names) {
      if (before.has(name)) continue;
      const exists = steps.some((one) => one.name === name);
      const message = exists
        ? `expected a step that is over before ${step.name} begins, got ${quoted(name)}`
        : `expected the name of a step, got ${quoted(name)}`;
      const hint = exists
        ? 'move one of the two'
        : before.size === 0
          ? 'no step comes before it'
          : suggestion(name, [...before]);
      problems.push({ path: `${step.path}.${key}`, message, hint });
    }
  };
  unknown('needs', step.needs);
  if (step.condition !== null) unknown('if', stepsIn(step.condition));
  const { faults, steps: named } = resultValuesIn(step.settings);
  for (const { message, path } of faults) {
    problems.push({ path: `${step.path}.with.${formatPath(path)}`, message, hint: null });
  }
  for (const { path, step: name } of named) unknown(`with.${formatPath(path)}`, [name]);
  unknown(
    'of',
    step.of.flatMap((reference) => (reference.kind === 'step' ? [reference.step] : [])),
  );
  return problems;
}

function sessionProblems({ action, of, path }: StepSpec, steps: readonly StepSpec[]): readonly Problem[] {
  const taken = takesSessions[action];
  if (taken === undefined) {
    if (of.length === 0) return [];
    return [{ path: `${path}.of`, message: `expected no sessions for ${action}, got ${of.length}`, hint: null }];
  }
  const { least, most } = taken;
  if (of.length < least || of.length > most) {
    const wanted = least === most ? `${least}` : `${least} to ${most}`;
    const hint = 'name steps before it, or session:last';
    return [{ path: `${path}.of`, message: `expected ${wanted} sessions for ${action}, got ${of.length}`, hint }];
  }
  return of.flatMap((reference): readonly Problem[] => {
    const named = reference.kind === 'step' ? steps.find(({ name }) => name === reference.step) : undefined;
    if (named === undefined || !isAboutSessions(named.action)) return [];
    const message = `expected a step that records a session, got ${named.name}, which does a ${named.action}`;
    return [{ path: `${path}.of`, message, hint: null }];
  });
}

function retryProblems({ once, path, retry }: StepSpec): readonly Problem[] {
  if (!once || retry === null) return [];
  const message = 'expected no retry for what is done once, got one';
  return [{ path: `${path}.retry`, message, hint: 'leave out retry, or once' }];
}
