import type { StepSpec } from './plan-spec.js';

/** The names of all steps that are over before a step begins. */
export function stepsBefore(steps: readonly StepSpec[], step: StepSpec): ReadonlySet<string> {
  const found = new Set<string>();
  const byName = new Map(steps.map((one) => [one.name, one]));
  const open = [...step.after];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(byName.get(name)?.after ?? []));
  }
  return found;
}
