import type { CooledServer } from '../model/cool-down.js';
import { plainText } from '../model/plain-text.js';
import { countText, millisecondsText, shareText } from '../model/quantity-text.js';
import type { WorkResult } from '../model/work-result.js';
import { tableLines } from './table-lines.js';

/** The answer of a search for the heaviest work as lines of text, without a newline at the end. */
export function workText(result: WorkResult): string {
  const { bindingObjective, growth, seed } = result;
  return [
    result.sentence,
    '',
    ...(bindingObjective === null ? [] : [`gives first: ${bindingObjective}`]),
    ...(growth === null ? [] : [`growth: each level takes ${growth.toFixed(2)} times as long as the one before`]),
    `load: ${countText(result.sentRequests)} requests sent one after another, ${countText(result.badRequests)} failed or late, seed ${seed}`,
    `time: ${result.durationSeconds} s`,
    ...coolDownLines(result.coolDown),
    result.validity.valid
      ? 'the measurement is valid'
      : `the measurement is NOT valid: ${result.validity.reasons.join(' ')}`,
    ...stepLines(result),
  ].join('\n');
}

function stepLines({ steps }: WorkResult): readonly string[] {
  if (steps.length === 0) return [];
  const time = (ms: number | null): string => (ms === null ? '-' : millisecondsText(ms, 3));
  const rows = steps.map(({ aborted, badRatio, level, maxMs, meanMs, met, p50Ms, requests }) => [
    String(level),
    aborted ? 'aborted' : met ? 'met' : 'missed',
    countText(requests),
    time(meanMs),
    time(p50Ms),
    time(maxMs),
    shareText(badRatio, 3),
  ]);
  return ['', ...tableLines([['level', 'verdict', 'requests', 'mean', 'p50', 'max', 'failed or late'], ...rows])];
}

/** How the servers came back to rest, as lines of a report; none where none had a baseline. */
export function coolDownLines(cooled: readonly CooledServer[]): readonly string[] {
  if (cooled.length === 0) return [];
  const words = cooled.map(({ atBaseline, limitSeconds, seconds, server }) =>
    atBaseline
      ? `${plainText(server)} at rest after ${seconds} s`
      : `${plainText(server)} NOT at rest after ${seconds} s (${limitSeconds} s allowed)`,
  );
  return [`cool-down: ${words.join(', ')}`];
}
