import type { Config } from '../../config/config.js';
import { plannedSeconds } from '../../engine/discovery/planned.js';
import { peakRate } from '../../model/shape.js';
import { stepsBefore } from '../../plan/plan-order.js';
import type { PlanSpec, RawSettings, StepSpec } from '../../plan/plan-spec.js';
import { resultValuesIn } from '../../plan/result-values.js';
import { exponentialBackoffMs } from '../../resilience/backoff.js';
import type { Command } from '../invocation.js';
import { searchOptions } from '../jobs.js';

/** What is known of a step before it begins. Null: not known, or nothing. */
export type StepForecast = {
  readonly name: string;
  readonly target: string | null;
  /** As long as it may take, in seconds, its own checks and cool-down apart. */
  readonly seconds: number | null;
  /** The highest rate that it may send. */
  readonly peakPerSecond: number | null;
  readonly sendsLoad: boolean;
};

/** What is known of a whole plan. */
export type PlanForecast = {
  readonly steps: readonly StepForecast[];
  /** Along the longest way; at least that where `isOpen`, since some steps do not say. */
  readonly seconds: number;
  readonly isOpen: boolean;
  /** Of steps that may be under way together; null where one of them has no bound. */
  readonly peakPerSecond: number | null;
};

/** Whether the answer of an earlier step decides how much load is sent. */
function isDerived(settings: RawSettings): boolean {
  return resultValuesIn(settings).values.some(({ path }) => path[0] === 'load' || path[0] === 'discovery');
}

/** Reads off a command what it will do. */
export function forecastOf({ name, settings }: StepSpec, command: Command): StepForecast {
  const nothing = { name, target: null, seconds: null, peakPerSecond: null, sendsLoad: false };
  switch (command.command) {
    case 'run': {
      const { durationMs, shape, warmUpMs } = command.config.load;
      const seconds = (durationMs + warmUpMs) / 1000;
      // What an earlier answer will give is not known, but for the bound that no run goes over.
      const peakPerSecond = isDerived(settings) ? command.config.discovery.maxPerSecond : peakRate(shape);
      return { name, target: command.target.url, seconds, peakPerSecond, sendsLoad: true };
    }
    case 'discover':
    case 'bench': {
      const { config, target } = command;
      const peakPerSecond = isDerived(settings) ? null : config.discovery.maxPerSecond;
      return {
        name,
        target: target.url,
        seconds: searchSeconds(command.command, config),
        peakPerSecond,
        sendsLoad: true,
      };
    }
    case 'jobs':
      // Jobs are begun by number, not by rate.
      return { ...nothing, target: command.target.url, peakPerSecond: 0, sendsLoad: true };
    case 'monitor': {
      const { durationMs } = command.config.monitor;
      return { ...nothing, seconds: durationMs === null ? null : durationMs / 1000 };
    }
    case 'report':
    case 'compare':
    case 'export':
      return { ...nothing, seconds: 0 };
    default:
      return nothing;
  }
}

function searchSeconds(command: 'discover' | 'bench', config: Config): number | null {
  if (command === 'bench' || config.discovery.axis === 'work') return null;
  return plannedSeconds(searchOptions(config, null)).most;
}

/** As long as a step takes with every attempt that it may have, and the waits between them, in seconds. */
function withRetries({ retry }: StepSpec, seconds: number): number {
  if (retry === null) return seconds;
  const limits = { baseMs: retry.waitMs, capMs: retry.mostMs };
  const waits = Array.from({ length: retry.times }, (_, at) => exponentialBackoffMs(limits, at + 1, () => 1) / 1000);
  return waits.reduce((sum, wait) => sum + wait + seconds, seconds);
}

/** Sums up the forecasts of a plan's steps. */
export function planForecast({ steps }: PlanSpec, forecasts: readonly StepForecast[]): PlanForecast {
  const byName = new Map(forecasts.map((forecast) => [forecast.name, forecast]));
  const ends = new Map<string, number>();
  let isOpen = false;
  for (const step of steps) {
    const seconds = byName.get(step.name)?.seconds ?? null;
    if (seconds === null) isOpen = true;
    const limited =
      step.timeoutMs === null ? (seconds ?? 0) : Math.min(seconds ?? step.timeoutMs / 1000, step.timeoutMs / 1000);
    const began = Math.max(0, ...step.after.map((name) => ends.get(name) ?? 0));
    ends.set(step.name, began + withRetries(step, limited));
  }
  const before = new Map(steps.map((step) => [step.name, stepsBefore(steps, step)]));
  const isBeside = (one: string, other: string): boolean =>
    one === other || !(before.get(one)?.has(other) || before.get(other)?.has(one));
  let peak: number | null = 0;
  for (const { name } of steps) {
    // All that may go on beside it at some time, as if it were at once: never too little.
    const beside = forecasts.filter((forecast) => forecast.sendsLoad && isBeside(name, forecast.name));
    if (beside.some(({ peakPerSecond }) => peakPerSecond === null)) peak = null;
    const sum = beside.reduce((total, { peakPerSecond }) => total + (peakPerSecond ?? 0), 0);
    if (peak !== null) peak = Math.max(peak, sum);
  }
  return { steps: forecasts, seconds: Math.max(0, ...ends.values()), isOpen, peakPerSecond: peak };
}
