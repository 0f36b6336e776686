import { tmpdir } from 'node:os';
import type { Problem } from '../../model/problem.js';
import type { PlanSpec } from '../../plan/plan-spec.js';
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
  for (const step of plan.steps) {
    const reading = readStep(step, reader, tmpdir(), nothingYet);
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
