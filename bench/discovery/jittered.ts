import { type Scenario, scenario } from '../../test/helpers/simulated-scenarios.js';
import { lineInTheory } from '../../test/helpers/simulated-theory.js';
import { jitteredSpecs } from './jittered-specs.js';
import { jitteredTruth } from './jittered-truth.js';

/** The jittered targets with their lines. The search never sees them: it is given windows only. */
export const jitteredScenarios: readonly Scenario[] = jitteredSpecs.map((spec) => {
  const line = spec.kind === 'theory' ? lineInTheory(spec.target, spec.limitMs) : jitteredTruth[spec.name];
  if (line === undefined) throw new Error(`${spec.name} has no line: run find-truth.js anew`);
  return scenario(spec.name, spec.target, spec.limitMs, line);
});
