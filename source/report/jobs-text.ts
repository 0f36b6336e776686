import type { JobLevelResult, JobsResult, LevelUse } from '../model/job.js';
import { plainText } from '../model/plain-text.js';
import { bytesText, countText, millisecondsText, shareText } from '../model/quantity-text.js';
import { tableLines } from './table-lines.js';
import { coolDownLines } from './work-text.js';

/** The answer of a session of dataset jobs as lines of text, without a newline at the end. */
export function jobsText(result: JobsResult): string {
  const { authenticity, levels, progression, validity } = result;
  const bad = levels.flatMap(({ jobs, level }) =>
    jobs.flatMap(({ number, reason, state }) =>
      reason === null ? [] : [`job ${number} of ${plainText(level)}, ${state}: ${plainText(reason, 400)}`],
    ),
  );
  const checks = authenticity.map(({ check, evidence, level, verdict }) => [
    plainText(level),
    checkWords[check],
    verdict,
    plainText(evidence, 300),
  ]);
  return [
    result.sentence,
    ...(levels.length === 0 ? [] : ['', ...jobTable(levels)]),
    ...(bad.length === 0 ? [] : ['', ...bad]),
    ...tablesOfUses(levels),
    '',
    ...progression.map(({ evidence, reversals }) => {
      const against = reversals.map(
        ({ from, to, factor }) => `${plainText(from)} to ${plainText(to)} ${factor.toFixed(2)} times`,
      );
      return `progression: ${evidence}${against.length === 0 ? '' : `; against it: ${against.join(', ')}`}`;
    }),
    ...(checks.length === 0 ? [] : ['', ...tableLines([['level', 'authenticity', 'verdict', 'evidence'], ...checks])]),
    '',
    ...levels.flatMap(({ coolDown, level }) => coolDownLines(coolDown).map((line) => `${plainText(level)} ${line}`)),
    `time: ${result.durationSeconds} s, seed ${result.seed}, ${countText(result.atOnce)} at once`,
    validity.valid ? 'the measurement is valid' : `the measurement is NOT valid: ${validity.reasons.join(' ')}`,
  ].join('\n');
}

const checkWords = {
  'load-visible': 'load seen on a server',
  'counts-agree': 'counts agree',
  'values-live': 'readings live',
  'results-live': 'results live',
} as const;

function jobTable(levels: readonly JobLevelResult[]): readonly string[] {
  const seconds = (value: number | null): string => (value === null ? '-' : millisecondsText(value * 1000, 3));
  const rows = levels.flatMap(({ columns, jobs, level, rows }) =>
    jobs.map(({ accuracy, durationSeconds, heard, id, state, uploadSeconds }) => [
      plainText(level),
      countText(rows),
      countText(columns),
      id === null ? '-' : plainText(id, 40),
      state,
      seconds(uploadSeconds),
      seconds(durationSeconds),
      accuracy === null ? '-' : shareText(accuracy, 3),
      `${countText(heard.stream)} by stream, ${countText(heard.poll)} asked for`,
    ]),
  );
  return tableLines([['level', 'rows', 'columns', 'job', 'state', 'upload', 'training', 'accuracy', 'heard'], ...rows]);
}

function tablesOfUses(levels: readonly JobLevelResult[]): readonly string[] {
  const cells = (use: LevelUse | null, text: (value: number) => string): readonly string[] =>
    use === null
      ? Array.from({ length: 6 }, () => 'n/a')
      : [
          text(use.baseline),
          use.before === null ? 'n/a' : text(use.before),
          text(use.mean),
          text(use.peak),
          use.after === null ? 'n/a' : text(use.after),
          `${use.peakIncrease < 0 ? '-' : '+'}${text(Math.abs(use.peakIncrease))}`,
        ];
  const percent = (value: number): string => `${value.toFixed(1)} %`;
  const table = (quantity: 'cpuPercent' | 'memoryBytes', name: string, text: (value: number) => string) => {
    const rows = levels.flatMap(({ level, uses }) =>
      uses
        .filter((use) => use[quantity] !== null)
        .map((use) => [
          plainText(level),
          plainText(use.source),
          countText(use.readings),
          ...cells(use[quantity], text),
        ]),
    );
    const head = ['level', name, 'readings', 'at rest', 'before', 'mean', 'peak', 'after', 'peak over rest'];
    return rows.length === 0 ? [] : ['', ...tableLines([head, ...rows])];
  };
  return [...table('cpuPercent', 'CPU of', percent), ...table('memoryBytes', 'memory of', bytesText)];
}
