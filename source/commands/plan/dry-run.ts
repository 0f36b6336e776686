import { clockText } from '../../model/clock-text.js';
import { listText } from '../../model/list-text.js';
import { rateText } from '../../model/quantity-text.js';
import type { PlanSpec, StepSpec } from '../../plan/plan-spec.js';
import type { PlanForecast, StepForecast } from './forecast.js';

/**
 * What `--dry-run` says of a plan: each step in its order, then how long all of it takes and how much load it sends. `hosts`
 * are those that nobody has allowed yet.
 */
export function dryRunText(plan: PlanSpec, forecast: PlanForecast, hosts: readonly string[]): string {
  const lines = plan.steps.map((step, index) => {
    const known = forecast.steps.find(({ name }) => name === step.name);
    return `${index + 1}. ${step.name}: ${[actionText(step, known), ...rulesOf(step, plan)].join('; ')}`;
  });
  const load = forecast.steps.some(({ sendsLoad }) => sendsLoad) ? loadText(forecast.peakPerSecond) : 'no load';
  const time = `${forecast.isOpen ? 'longer than' : 'at most'} ${clockText(forecast.seconds * 1000)}`;
  const unnamed = hosts.length === 0 ? [] : [`to be allowed first: ${listText(hosts)}`];
  return [...lines, ...unnamed, `${plan.name}: ${time}, ${load}. Nothing was done.`].join('\n');
}

function loadText(peakPerSecond: number | null): string {
  if (peakPerSecond === null) return 'load without a bound (give max-rate)';
  return peakPerSecond === 0 ? 'no load at a rate' : `at most ${rateText(peakPerSecond)}`;
}

function stepLoadText({ peakPerSecond, sendsLoad }: StepForecast): string {
  if (peakPerSecond === null) return sendsLoad ? 'at a rate that is not known before' : '';
  return peakPerSecond === 0 ? '' : `up to ${rateText(peakPerSecond)}`;
}

function actionText(step: StepSpec, forecast: StepForecast | undefined): string {
  const about = step.of.map((reference) => (reference.kind === 'step' ? reference.step : reference.reference));
  return [
    step.action,
    about.length === 0 ? '' : `of ${listText(about)}`,
    forecast?.target ?? '',
    forecast?.seconds == null || forecast.seconds === 0 ? '' : `for ${clockText(forecast.seconds * 1000)} at most`,
    forecast === undefined ? '' : stepLoadText(forecast),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function rulesOf(step: StepSpec, plan: PlanSpec): readonly string[] {
  const index = plan.steps.indexOf(step);
  const before = plan.steps[index - 1]?.name;
  // In a list each follows the one before it: only another order is told.
  const isInOrder = step.after.length === (index === 0 ? 0 : 1) && (index === 0 || step.after[0] === before);
  const order = isInOrder ? [] : [step.after.length === 0 ? 'at the beginning' : `after ${listText(step.after)}`];
  return [
    ...order,
    ...(step.condition === null ? [] : ['under a condition']),
    ...(step.retry === null ? [] : [`tried up to ${step.retry.times + 1} times`]),
    ...(step.once ? ['once'] : []),
    ...(step.timeoutMs === null ? [] : [`ended after ${clockText(step.timeoutMs)}`]),
  ];
}
