import type { JobsResult } from './job.js';
import { countText } from './quantity-text.js';

/** The answer of a session of dataset jobs in one plain sentence. */
export function jobsSentence(result: Omit<JobsResult, 'sentence'>): string {
  const { levels, plannedLevels, target, validity } = result;
  const jobs = levels.flatMap((level) => level.jobs);
  const done = jobs.filter(({ state }) => state === 'done').length;
  const count = `${countText(done)} of ${countText(jobs.length)} training ${jobs.length === 1 ? 'job' : 'jobs'}`;
  const over = `at ${levels.length} of ${plannedLevels} ${plannedLevels === 1 ? 'level' : 'levels'}`;
  const [reason] = validity.reasons;
  const invalid = validity.valid ? '' : `; the measurement is not valid: ${reason?.replace(/\.$/, '') ?? 'unknown'}`;
  return `${target} did ${count} ${over}; ${costClause(result)}${endClause(result)}${invalid}.`;
}

function costClause({ progression }: Omit<JobsResult, 'sentence'>): string {
  const duration = progression.find(({ what }) => what === 'duration');
  if (duration === undefined) return 'nothing is known of their cost';
  const factor = duration.factor === null ? '' : `, ${duration.factor.toFixed(1)} times from first to last`;
  switch (duration.verdict) {
    case 'grows':
      return `their duration grows with the level${factor}`;
    case 'falls':
      return 'their duration falls as the level rises';
    case 'unrelated':
      return 'their duration does not go with the level';
    case 'too-few':
      return 'too few to say whether their duration grows with the level';
  }
}

function endClause({ ended }: Omit<JobsResult, 'sentence'>): string {
  switch (ended) {
    case 'finished':
      return '';
    case 'timeout':
      return '; ended by a job that took too long';
    case 'target-lost':
      return '; ended since the target stopped answering';
    case 'stopped':
      return '; stopped before the last level';
    case 'interrupted':
      return '; interrupted';
  }
}
