import type { ObjectiveResult } from './objective.js';
import { badOutcomes, type OutcomeCounts } from './outcome.js';
import { millisecondsText, shareText } from './quantity-text.js';
import type { RunResult } from './run.js';

/** What of a run's answer its objectives were judged by. */
type Judged = Pick<RunResult, 'outcomes' | 'responseTimeMs' | 'requests'>;

/** What an objective of a run came to, with its unit, and with the failures where these made it what it is. */
export function measuredText(objective: ObjectiveResult, run: Judged): string {
  const { text, value } = objective;
  const failures = failuresText(objective, run);
  if (value === null) return failures ?? 'not measured';
  if (/^(?:errors|cpu)\b/.test(text)) return shareText(value / 100, 3);
  return failures === null ? millisecondsText(value, 3) : `${millisecondsText(value, 3)}, as ${failures}`;
}

/**
 * Why a quantile that was judged is not the one among good answers: which share has failed. Null where that changed nothing that is
 * shown, or where the objective is about no quantile.
 */
export function failuresText({ text, value }: ObjectiveResult, run: Judged): string | null {
  // The text of an objective is always written in this one way.
  const [, statistic, name] = /^(p50|p90|p99|p999)(?:\((.*)\))? < /.exec(text) ?? [];
  if (statistic === undefined) return null;
  const judged = name === undefined || run.requests.length === 0 ? run : run.requests.find((one) => one.name === name);
  if (judged === undefined) return null;
  const { outcomes, responseTimeMs } = judged;
  const failed = badOutcomes(outcomes);
  if (failed === 0) return null;
  const ofGood = responseTimeMs[statistic as 'p50'];
  const isSame = value !== null && ofGood !== null && millisecondsText(value, 3) === millisecondsText(ofGood, 3);
  if (isSame) return null;
  return `${failedShare(outcomes, failed)} failed, which counts as late`;
}

function failedShare({ ok }: OutcomeCounts, failed: number): string {
  return shareText(failed / (ok + failed), 3);
}
