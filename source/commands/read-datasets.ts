import { basename } from 'node:path';
import type { Config } from '../config/config.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import type { JobLevelPlan } from '../session/perform-jobs.js';
import { generateDataset, graduatedDatasets } from '../workload/generate-dataset.js';
import type { ReadFile } from './load-files.js';
import { unreadable } from './unreadable.js';

/** The datasets of a session of jobs, or everything that is wrong with them. */
export type DatasetsReading =
  | { readonly kind: 'ok'; readonly levels: readonly JobLevelPlan[] }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

const mostFileBytes = 64 * 1024 * 1024;
/** Some 40 MB of text. */
const mostValues = 5_000_000;

/** The datasets that a config asks for: files, in their order, or generated ones, whose text is made when it is needed. */
export function readDatasets({ jobs, load }: Pick<Config, 'jobs' | 'load'>, readFile: ReadFile): DatasetsReading {
  if (jobs.datasets.length === 0) return generated(jobs, load.seed);
  const problems: Problem[] = [];
  const levels = jobs.datasets.flatMap((file, index) => {
    const path = `--dataset ${plainText(file, 200)}`;
    try {
      const level = levelOf(readFile(file, mostFileBytes), file, index);
      if ('rows' in level) return [level];
      problems.push({ path, ...level, hint: null });
    } catch (error) {
      const [message, hint] = unreadable(error, 'a CSV file', null);
      problems.push({ path, message, hint });
    }
    return [];
  });
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'ok', levels };
}

function generated(jobs: Config['jobs'], seed: number): DatasetsReading {
  const { rows, columns, growth, levels } = jobs;
  const specs = graduatedDatasets({ rows, columns, seed }, levels, growth);
  const heaviest = specs.at(-1)!.complexity;
  if (heaviest > mostValues) {
    const message = `expected at most ${mostValues} values in the heaviest dataset, got ${heaviest} after ${levels} levels`;
    return {
      kind: 'problems',
      problems: [{ path: '--levels', message, hint: 'lower rows, columns, growth or levels' }],
    };
  }
  return {
    kind: 'ok',
    levels: specs.map((spec) => ({
      level: spec.level,
      rows: spec.rows,
      columns: spec.columns,
      // Copies that run together differ, so that none can be mistaken for another.
      csv: (copy) => generateDataset({ ...spec, seed: spec.seed + copy * copySeed }),
    })),
  };
}

/** Apart from the seeds of levels, which follow each other. */
const copySeed = 1_000_003;

function levelOf(csv: string, file: string, index: number): JobLevelPlan | { readonly message: string } {
  const lines = csv.split('\n').filter((line) => line.trim() !== '');
  const [first] = lines;
  if (first === undefined || lines.length < 2) return { message: 'expected a CSV file of at least 2 lines, got less' };
  const cells = first.split(',');
  // A header is no row: nothing in it is a number.
  const hasHeader = cells.every((cell) => cell.trim() === '' || Number.isNaN(Number(cell)));
  return {
    level: `${index + 1} ${plainText(basename(file), 50)}`,
    rows: lines.length - (hasHeader ? 1 : 0),
    columns: cells.length,
    csv: () => csv,
  };
}
