import { listText } from './list-text.js';
import { failuresText } from './measured-text.js';
import { millisecondsText, rateNumber } from './quantity-text.js';
import type { RunResult } from './run.js';

/** The answer of a run in one plain sentence, as the banner, the log and the text of the answer have it. */
export function runSentence(result: RunResult): string {
  const { target, achieved, intended } = result;
  const carried = `${target} answered ${rateNumber(achieved.perSecond)} of ${rateNumber(intended.perSecond)} requests a second`;
  const { p99 } = result.responseTimeMs;
  const time = p99 === null ? 'nothing' : `p99 ${millisecondsText(p99, 3)}`;
  const ended = result.ended === 'finished' ? '' : `; the run was ${endWords(result)}`;
  const invalid = result.validity.valid ? '' : '; the measurement is not valid';
  return `${carried} well (${time})${verdict(result)}${ended}${invalid}.`;
}

/** How it was ended before its plan. A rule's reason is the news; that a key or a signal did it is known to whoever did. */
function endWords({ ended, endedBecause }: RunResult): string {
  return ended === 'tripped' ? `stopped: ${endedBecause}` : `${ended} before its end`;
}

function verdict(result: RunResult): string {
  const { objectives } = result;
  if (objectives.length === 0) return '';
  const missed = objectives.filter((objective) => !objective.met);
  if (missed.length > 0) return ` and missed ${listText(missed.map((one) => missedText(one, result)))}`;
  return objectives.length === 1 ? ' and met its objective' : ` and met its ${objectives.length} objectives`;
}

function missedText(objective: RunResult['objectives'][number], result: RunResult): string {
  const failures = failuresText(objective, result);
  return failures === null ? objective.text : `${objective.text} (${failures})`;
}
