import type { Problem } from '../model/problem.js';
import type { RequestSpec } from '../model/request.js';
import type { Capture } from '../model/work.js';
import type { Where } from './load-shape.js';
import { suggestion } from './nearest.js';
import type { Layers, Settings } from './settings.js';
import type { RequestEntry, StepEntry } from './work-kinds.js';

/** One request as a config says it; path, header values and body may hold `{{names}}`. */
export type PartsConfig = RequestSpec & {
  /** Null: the path of the host's URL. */
  readonly path: string | null;
  /** `target` is the first. */
  readonly host: string;
};

/** One entry of a mix: a request, or steps one after another. */
export type RequestConfig = { readonly name: string; readonly weight: number } & (
  | { readonly kind: 'request'; readonly parts: PartsConfig }
  | { readonly kind: 'steps'; readonly steps: readonly StepConfig[] }
);

export type StepConfig = {
  readonly name: string;
  readonly parts: PartsConfig;
  readonly captures: readonly Capture[];
};

/** The name of the host that load goes to where none is named. */
export const targetName = 'target';

/** Counted apart are at most so many names: entries and their steps. Each costs memory in every phase. */
const mostNames = 200;

/** The mix that settings ask for. */
export function mixOf(settings: Settings): readonly RequestConfig[] {
  return (settings.requests ?? []).map((entry) => {
    const { weight = 1, steps } = entry;
    const name = nameOf(entry);
    if (steps === undefined) return { kind: 'request', name, weight, parts: partsOf(entry) };
    return {
      kind: 'steps',
      name,
      weight,
      steps: steps.map((step) => ({ name: step.name, parts: partsOf(step), captures: step.capture ?? [] })),
    };
  });
}

function nameOf(entry: RequestEntry): string {
  const { method, path } = partsOf(entry);
  return entry.name ?? `${method} ${path ?? '/'}`;
}

function partsOf(entry: RequestEntry | StepEntry): PartsConfig {
  const { headers = [], host = targetName, ok = { from: 200, to: 399 } } = entry;
  const body = entry.body ?? null;
  const method = entry.method ?? (body === null ? 'GET' : 'POST');
  return { method, path: entry.path ?? null, headers, body, host, okStatus: ok };
}

/** What is wrong with a mix that only the whole can tell. */
export function mixProblems(settings: Settings, layers: Layers, where: Where): readonly Problem[] {
  const problems: Problem[] = [];
  const requests = settings.requests ?? [];
  const isNamed = (name: 'method' | 'body'): boolean =>
    layers.file[name] !== undefined || layers.flags[name] !== undefined;
  const made = settings.workload.kind === 'http' ? null : 'a workload';
  if (made !== null && requests.length > 0) {
    problems.push({
      path: where('workload'),
      message: 'expected requests or a workload that makes them, got both',
      hint: 'leave one of the two out',
    });
  }
  for (const name of ['method', 'body'] as const) {
    if (!isNamed(name) || (made === null && requests.length === 0)) continue;
    problems.push({
      path: where(name),
      message: `expected no ${name} beside ${made ?? 'requests'}, got one`,
      hint: `it is for a single request: ${made === null ? `give each of requests its ${name}` : 'the workload says it itself'}`,
    });
  }
  for (const [index, entry] of requests.entries()) problems.push(...entryProblems(entry, `requests[${index}]`));
  const names = requests.map(nameOf);
  names.forEach((name, index) => {
    if (names.indexOf(name) === index) return;
    problems.push({
      path: `requests[${index}].name`,
      message: `expected a name of its own, got "${name}" a second time`,
      hint: 'they are counted by name',
    });
  });
  const all = requests.reduce((sum, { steps }) => sum + 1 + (steps?.length ?? 0), 0);
  if (all > mostNames) {
    const message = `expected at most ${mostNames} requests and steps together, got ${all}`;
    problems.push({ path: 'requests', message, hint: null });
  }
  return [...problems, ...hostProblems(settings)];
}

function entryProblems(entry: RequestEntry, path: string): readonly Problem[] {
  const { steps } = entry;
  if (steps === undefined) return [];
  const problems: Problem[] = [];
  for (const key of ['method', 'path', 'headers', 'body', 'host', 'ok'] as const) {
    if (entry[key] === undefined) continue;
    problems.push({
      path: `${path}.${key}`,
      message: `expected no ${key} beside steps, got one`,
      hint: 'move it into a step',
    });
  }
  if (entry.name === undefined) {
    problems.push({
      path: `${path}.name`,
      message: 'expected a name for steps, got none',
      hint: 'they are counted by name',
    });
  }
  const captured = new Set<string>();
  steps.forEach(({ name, capture = [] }, index) => {
    if (steps.findIndex((other) => other.name === name) !== index) {
      const message = `expected a name of its own, got "${name}" a second time`;
      problems.push({ path: `${path}.steps[${index}].name`, message, hint: 'steps are counted by name' });
    }
    for (const { name: value } of capture) {
      if (captured.has(value)) {
        const message = `expected a name that no step before has captured, got "${value}" again`;
        problems.push({ path: `${path}.steps[${index}].capture.${value}`, message, hint: null });
      }
      captured.add(value);
    }
  });
  return problems;
}

function hostProblems(settings: Settings): readonly Problem[] {
  const problems: Problem[] = [];
  const hosts = settings.otherHosts ?? [];
  const known = [targetName, ...hosts.map(({ name }) => name)];
  hosts.forEach(({ name }, index) => {
    if (known.indexOf(name) === index + 1) return;
    const message = `expected a name of its own, got "${name}"${name === targetName ? ', which is the target' : ' a second time'}`;
    problems.push({ path: `hosts[${index}].name`, message, hint: 'requests choose their host by name' });
  });
  const named = new Set<string>();
  (settings.requests ?? []).forEach((entry, index) => {
    const parts = entry.steps ?? [entry];
    parts.forEach(({ host }, step) => {
      if (host === undefined) return;
      named.add(host);
      if (known.includes(host)) return;
      const path = entry.steps === undefined ? `requests[${index}].host` : `requests[${index}].steps[${step}].host`;
      problems.push({ path, message: `expected the name of a host, got "${host}"`, hint: suggestion(host, known) });
    });
  });
  // The code of a module names hosts too; everything else is known here.
  if (settings.workload.kind === 'module') return problems;
  hosts.forEach(({ name }, index) => {
    if (named.has(name)) return;
    const message = `expected a request that goes to "${name}", got none`;
    problems.push({
      path: `hosts[${index}]`,
      message,
      hint: 'name it as the host of one of requests, or leave it out',
    });
  });
  return problems;
}
