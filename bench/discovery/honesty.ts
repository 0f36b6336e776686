import { distanceFromUniform } from '../../test/helpers/calibration.js';
import { pooledNames } from './acceptance.js';
import type { Row } from './runs.js';
import { quantile } from './table.js';

/**
 * Whether what a search believes in the end is calibrated, by scenario and pooled: how often the true line lies in its
 * 50 % interval and below its one-sided 95 % bound, how far its ranks are from uniform (in multiples of what chance
 * exceeds once in a hundred times), and the median interval score.
 */
export function honesty(rows: readonly Row[]): readonly string[] {
  const pooled = new Set<string>(pooledNames);
  const lines = pooledNames.map((name) =>
    lineOf(
      name,
      rows.filter((row) => row.scenario === name),
    ),
  );
  return [
    '  scenario        in 50 %   below 95 % bound   distance / chance   interval score',
    ...lines,
    lineOf(
      'pooled',
      rows.filter((row) => pooled.has(row.scenario)),
    ),
  ];
}

function lineOf(name: string, rows: readonly Row[]): string {
  const ranks = rows.flatMap(({ rank }) => (rank === null ? [] : [rank]));
  const share = (holds: (rank: number) => boolean): string =>
    `${((100 * ranks.filter(holds).length) / ranks.length).toFixed(0)} %`;
  const score = quantile(
    rows.flatMap((row) => (row.score === null ? [] : [row.score])),
    0.5,
  );
  return [
    `  ${name.padEnd(14)}`,
    share((rank) => rank > 0.25 && rank < 0.75).padStart(9),
    share((rank) => rank < 0.05).padStart(19),
    ((distanceFromUniform(ranks) * Math.sqrt(ranks.length)) / 1.63).toFixed(2).padStart(20),
    score.toFixed(3).padStart(17),
  ].join('');
}
