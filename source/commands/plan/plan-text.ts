import type { PlanEvent } from '../../plan/plan-event.js';
import type { PlanOutcome } from '../../plan/plan-outcome.js';
import type { PlanSpec } from '../../plan/plan-spec.js';
import type { PlanState } from '../../plan/plan-state.js';

/** What an event of a plan is told as, on a line of its own; null: nothing. */
export function eventText(plan: PlanSpec, event: PlanEvent, state: PlanState): string | null {
  switch (event.kind) {
    case 'step/begun': {
      const number = plan.steps.findIndex(({ name }) => name === event.step) + 1;
      const step = state.steps.get(event.step);
      const attempt = step?.kind === 'running' && step.attempts > 1 ? `, attempt ${step.attempts}` : '';
      const action = plan.steps[number - 1]?.action ?? '';
      return `== ${number} of ${plan.steps.length}: ${event.step} (${action})${attempt}`;
    }
    case 'step/session':
      return null;
    case 'step/ended':
      return `-- ${event.step} ended as ${event.ending}${because(event.reason)}`;
    case 'step/rests': {
      const seconds = Math.round((event.untilMs - event.atMs) / 1000);
      return `-- ${event.step} ended as ${event.ending}, and is tried again in ${seconds} s${because(event.reason)}`;
    }
    case 'step/left':
      return `-- ${event.step} is ${event.how}${because(event.reason)}`;
    case 'plan/stopped':
      return `-- stopped: ${event.reason}`;
    case 'plan/resumed':
      return '-- taken up again';
    case 'plan/ended':
      return null;
  }
}

/** The answer of a plan as text: a line for each step, then how it went. */
export function outcomeText({ sentence, steps }: PlanOutcome): string {
  const width = Math.max(...steps.map(({ name }) => name.length));
  const rows = steps.map(({ attempts, name, outcome, reason, seconds, session }) => {
    const parts = [
      seconds === null ? '' : `${seconds.toFixed(1)} s`,
      session === null ? '' : `session ${session}`,
      attempts > 1 ? `${attempts} attempts` : '',
      reason ?? '',
    ];
    const rest = parts.filter((part) => part !== '').join(', ');
    return `${name.padEnd(width)}  ${outcome.padEnd(11)}  ${rest}`.trimEnd();
  });
  return [...rows, sentence].join('\n');
}

function because(reason: string | null): string {
  return reason === null ? '' : `: ${reason}`;
}
