import type { Ask, Flow, StepTemplate } from '../model/work.js';
import type { ArrivalValues, Value } from './arrival-values.js';
import { takeCaptures } from './capture.js';
import { compileRequest, type RequestMaker } from './request-template.js';

/** The steps of an entry, compiled. */
export type Steps = {
  readonly first: RequestMaker;
  /** The flow of one arrival. */
  readonly flow: (values: ArrivalValues) => Flow;
};

/**
 * Makes flows of steps. A flow ends badly at the first step whose status is not good, and fails where an answer lacks what it
 * should give to later steps. `lookUp` knows the names in a step's templates, given those captured before it.
 */
export function compileSteps(
  name: number,
  templates: readonly StepTemplate[],
  lookUp: (name: string, captures: readonly string[]) => Value | null,
): Steps {
  const captured: string[] = [];
  const steps = templates.map((template) => {
    // A copy: what a step captures is for later ones.
    const before = [...captured];
    const maker = compileRequest(template, (wanted) => lookUp(wanted, before));
    captured.push(...template.captures.map((capture) => capture.name));
    return { maker, template };
  });
  const run = async (values: ArrivalValues, ask: Ask): Promise<boolean> => {
    const taken: string[] = [];
    for (const { maker, template } of steps) {
      const answer = await ask(maker.make({ ...values, captured: taken }));
      const { from, to } = template.okStatus;
      if (answer.status < from || answer.status > to) return false;
      if (template.captures.length > 0) taken.push(...takeCaptures(template.captures, answer));
    }
    return true;
  };
  return {
    first: steps[0]!.maker,
    flow: (values) => ({ kind: 'flow', name, run: (ask) => run(values, ask) }),
  };
}
