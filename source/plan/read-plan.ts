import { resolve } from 'node:path';
import type { z } from 'zod';
import { readJsonText } from '../config/json-text.js';
import { formatPath, problemsOfKeys } from '../config/problems.js';
import { quoted } from '../config/quote.js';
import { faultsOf } from '../config/settings.js';
import { isObject } from '../model/plain-object.js';
import type { Problem } from '../model/problem.js';
import { checkPlan } from './check-plan.js';
import { stepsBefore } from './plan-order.js';
import { parallelSchema, planSchema, stepSchema } from './plan-schema.js';
import type { PlanSpec, RetrySpec, SessionRef, StepSpec } from './plan-spec.js';
import { isAboutSessions, type StepAction } from './step-action.js';

/** A plan, or everything that is wrong with it. */
export type PlanReading =
  | { readonly kind: 'ok'; readonly plan: PlanSpec }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

type Path = readonly (string | number)[];
type RawStep = z.output<typeof stepSchema>;

const deepestParallel = 4;

/** Reads the text of a plan file that lies in `folder`; `fallbackName` is what it is called where it does not say. */
export function readPlan(text: string, folder: string, fallbackName: string): PlanReading {
  const json = readJsonText(text);
  if (json.kind === 'problems') return json;
  const parsed = planSchema.safeParse(json.value, { reportInput: true });
  if (!parsed.success) {
    const faults = faultsOf(parsed.error.issues, () => Object.keys(planSchema.shape));
    return { kind: 'problems', problems: problemsOfKeys(faults) };
  }
  const { config, name, with: settings = {}, steps } = parsed.data;
  const problems: Problem[] = [];
  const reader = createStepReader(config ?? null, folder, problems);
  reader.inOrder(steps, [], ['steps'], 0);
  const plan: PlanSpec = { name: name ?? fallbackName, settings, steps: withDefaultBaselines(reader.steps) };
  problems.push(...checkPlan(plan));
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'ok', plan };
}

function createStepReader(config: string | null, folder: string, problems: Problem[]) {
  const steps: StepSpec[] = [];
  const taken = new Set<string>();

  /** Reads entries that follow each other, the first after `tails`; returns the steps that are over when all are. */
  function inOrder(
    entries: readonly unknown[],
    tails: readonly string[],
    path: Path,
    depth: number,
  ): readonly string[] {
    return entries.reduce<readonly string[]>(
      (before, entry, index) => either(entry, before, [...path, index], depth),
      tails,
    );
  }

  function either(entry: unknown, before: readonly string[], path: Path, depth: number): readonly string[] {
    return isObject(entry) && 'parallel' in entry
      ? sideBySide(entry, before, path, depth + 1)
      : single(entry, before, path);
  }

  function sideBySide(entry: unknown, before: readonly string[], path: Path, depth: number): readonly string[] {
    const parsed = parallelSchema.safeParse(entry, { reportInput: true });
    if (!parsed.success) {
      const faults = faultsOf(parsed.error.issues, () => Object.keys(parallelSchema.shape));
      problems.push(...problemsOfKeys(faults.map((fault) => ({ ...fault, path: [...path, ...fault.path] }))));
      return before;
    }
    if (depth > deepestParallel) {
      const message = `expected at most ${deepestParallel} levels of parallel, got more`;
      problems.push({ path: formatPath(path), message, hint: null });
      return before;
    }
    const ends = parsed.data.parallel.flatMap((branch, index) => {
      const at = [...path, 'parallel', index];
      if (!Array.isArray(branch)) return either(branch, before, at, depth);
      if (branch.length > 0) return inOrder(branch, before, at, depth);
      problems.push({ path: formatPath(at), message: 'expected at least one step, got none', hint: null });
      return [];
    });
    return [...new Set(ends)];
  }

  function single(entry: unknown, before: readonly string[], path: Path): readonly string[] {
    if (!isObject(entry)) {
      const message = `expected a step such as {"do": "run"}, got ${quoted(entry)}`;
      problems.push({ path: formatPath(path), message, hint: null });
      return before;
    }
    const parsed = stepSchema.safeParse(entry, { reportInput: true });
    if (!parsed.success) {
      const keys = (at: Path): readonly string[] =>
        at[0] === 'retry' ? ['times', 'wait', 'most', 'on'] : Object.keys(stepSchema.shape);
      const faults = faultsOf(parsed.error.issues, keys);
      problems.push(...problemsOfKeys(faults.map((fault) => ({ ...fault, path: [...path, ...fault.path] }))));
      return before;
    }
    const name = parsed.data.name ?? freeName(parsed.data.do);
    if (taken.has(name.toLowerCase())) {
      const message = `expected a name that no other step has, got "${name}" again`;
      problems.push({ path: formatPath([...path, 'name']), message, hint: 'upper and lower case are the same here' });
    }
    taken.add(name.toLowerCase());
    steps.push(specOf(parsed.data, name, formatPath(path), before));
    return [name];
  }

  /** `run`, `run-2`, `run-3`: steps without a name are called after what they do. */
  function freeName(action: string): string {
    for (let count = 1; ; count++) {
      const name = count === 1 ? action : `${action}-${count}`;
      if (!taken.has(name)) return name;
    }
  }

  function specOf(raw: RawStep, name: string, path: string, before: readonly string[]): StepSpec {
    const place = raw.config ?? inherited(raw.do, config);
    return {
      name,
      path,
      action: raw.do,
      // Whole, so that no file can be taken for a flag.
      config: place === null || place.includes('://') ? place : resolve(folder, place),
      settings: raw.with ?? {},
      of: (raw.of ?? []).map(referenceOf),
      after: before,
      // What is about sessions wants these, however they came about.
      needs: raw.needs ?? (isAboutSessions(raw.do) ? [] : before),
      condition: raw.if ?? null,
      accept: raw.accept ?? [],
      retry: raw.retry === undefined ? null : retryOf(raw.retry),
      once: raw.once === true,
      timeoutMs: raw.timeout ?? null,
    };
  }

  return { steps, inOrder };
}

/** The plan's own config where a step can use it: some are about sessions alone, and what only watches sends nothing to a URL. */
function inherited(action: StepAction, config: string | null): string | null {
  switch (action) {
    case 'report':
    case 'compare':
    case 'export':
      return null;
    case 'monitor':
    case 'baseline':
    case 'cool-down':
      return config?.includes('://') === true ? null : config;
    default:
      return config;
  }
}

function referenceOf(text: string): SessionRef {
  return text.startsWith('session:')
    ? { kind: 'recorded', reference: text.slice('session:'.length) }
    : { kind: 'step', step: text };
}

function retryOf({ times, wait = 5_000, most = 300_000, on }: NonNullable<RawStep['retry']>): RetrySpec {
  return { times, waitMs: wait, mostMs: Math.max(wait, most), on: on ?? ['unmeasured', 'timed-out'] };
}

/** A cool-down that names no baseline waits for the nearest one before it. */
function withDefaultBaselines(steps: readonly StepSpec[]): readonly StepSpec[] {
  return steps.map((step, index) => {
    if (step.action !== 'cool-down' || step.of.length > 0) return step;
    const before = stepsBefore(steps, step);
    const baseline = steps.slice(0, index).findLast(({ action, name }) => action === 'baseline' && before.has(name));
    return baseline === undefined ? step : { ...step, of: [{ kind: 'step', step: baseline.name }] };
  });
}
