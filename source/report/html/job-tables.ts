import type { JobsResult } from '../../model/job.js';
import { countText, millisecondsText, shareText } from '../../model/quantity-text.js';
import type { Child } from '../chart/markup.js';
import { table } from './parts.js';
import { badge, list } from './words.js';

/** Every job of a session of dataset jobs, whether cost goes with the level, and whether it was measured at all. */
export function jobTables({ authenticity, levels, progression }: JobsResult): readonly Child[] {
  const seconds = (value: number | null): string => (value === null ? '–' : millisecondsText(value * 1000, 3));
  return [
    table(
      ['level', 'job', 'rows', 'columns', 'upload', 'training', 'accuracy', 'state'],
      levels.flatMap(({ columns, jobs, level, rows }) =>
        jobs.map(({ accuracy, durationSeconds, id, number, state, uploadSeconds }) => [
          level,
          id ?? `job ${number}`,
          countText(rows),
          countText(columns),
          seconds(uploadSeconds),
          seconds(durationSeconds),
          accuracy === null ? '–' : shareText(accuracy, 3),
          badge(state, state === 'done' ? 'good' : 'warning'),
        ]),
      ),
    ),
    list(progression.map(({ evidence, what }) => `${what}: ${evidence}`)),
    table(
      ['level', 'question', 'evidence', 'verdict'],
      authenticity.map(({ check, evidence, level, verdict }) => [
        level,
        check,
        evidence,
        badge(verdict, verdict === 'authentic' ? 'good' : verdict === 'unknown' ? 'plain' : 'warning'),
      ]),
    ),
  ];
}
