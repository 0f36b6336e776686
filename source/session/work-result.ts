import type { CooledServer } from '../model/cool-down.js';
import type { LoadTotals, Validity } from '../model/load.js';
import { countText, shareText } from '../model/quantity-text.js';
import type { WorkEnding, WorkResult } from '../model/work-result.js';
import { workSentence } from '../model/work-sentence.js';
import type { WorkPlan } from './find-work.js';
import type { WorkJudgement } from './judge-work.js';

export type WorkResultFacts = {
  readonly plan: WorkPlan;
  readonly judgements: readonly WorkJudgement[];
  /** Of the loads of all levels. */
  readonly totals: readonly LoadTotals[];
  readonly heaviestLevel: number | null;
  /** ln(mean ms) per level. */
  readonly growth: number | null;
  readonly ended: WorkEnding;
  readonly coolDown: readonly CooledServer[];
  readonly durationMs: number;
};

/** The answer of `plimsoll discover --axis work`. */
export function workResult(facts: WorkResultFacts): WorkResult {
  const { coolDown, ended, growth, heaviestLevel, judgements, plan, totals } = facts;
  const { seed } = plan.loadAt(plan.fromLevel);
  const missed = judgements.filter(({ step }) => !step.met);
  const result: Omit<WorkResult, 'sentence'> = {
    kind: 'discovery',
    axis: 'work',
    target: plan.target,
    workload: plan.workload,
    seed,
    objectives: plan.objectives.map(({ text }) => text),
    heaviestLevel,
    ended,
    // What was nowhere missed does not bind.
    bindingObjective: missed.at(-1)?.binding ?? null,
    growth: growth === null ? null : Math.round(Math.exp(growth) * 1000) / 1000,
    steps: judgements.map(({ step }) => step),
    sentRequests: totals.reduce((sum, { sent }) => sum + sent, 0),
    badRequests: judgements.reduce((sum, { bad }) => sum + bad, 0),
    coolDown,
    durationSeconds: Math.round(facts.durationMs / 100) / 10,
    validity: validityOf(totals),
  };
  return { ...result, sentence: workSentence(result) };
}

const greatestShortfall = 0.01;

/** Requests one after another ask nothing of the generator but to be sent: its lateness is not in their service times. */
function validityOf(totals: readonly LoadTotals[]): Validity {
  const intended = totals.reduce((sum, load) => sum + load.intended, 0);
  if (intended === 0) return { valid: false, reasons: ['Nothing was measured: no request was sent.'] };
  const unsent = totals.reduce((sum, load) => sum + (load.unsentByGenerator ?? 0), 0);
  if (unsent <= intended * greatestShortfall) return { valid: true, reasons: [] };
  const share = shareText(unsent / intended);
  const reason = `The generator itself did not send ${countText(unsent)} of ${countText(intended)} requests (${share}).`;
  return { valid: false, reasons: [reason] };
}
