import assert from 'node:assert/strict';
import type { PlanSpec } from '../../source/plan/plan-spec.js';
import { readPlan } from '../../source/plan/read-plan.js';

/** The plan of a file's content, which must be a good one. */
export function planOf(content: object): PlanSpec {
  const reading = readPlan(JSON.stringify(content), '/plans', 'test');
  return reading.kind === 'ok' ? reading.plan : assert.fail(JSON.stringify(reading.problems));
}

/** The paths of everything that is wrong with a plan file. */
export function problemPaths(content: object): readonly string[] {
  const reading = readPlan(JSON.stringify(content), '/plans', 'test');
  return reading.kind === 'problems' ? reading.problems.map(({ path }) => path) : assert.fail('it was taken');
}
