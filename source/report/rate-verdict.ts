import type { Verdict } from '../model/discovery.js';
import type { RateRow } from './digest/row-parts.js';

type Judged = Pick<RateRow, 'misses' | 'verdict'>;

/** What a search said of a rate, as words: a rate that met the objective only at a second try says so. */
export function judgedText({ misses, verdict }: Judged): string {
  if (verdict === null) return '';
  if (verdict !== 'meets' || misses === 0) return verdict;
  return misses === 1 ? 'meets, missed once' : `meets, missed ${misses} times`;
}

/** What a chart shows of it: trials that contradict each other leave it unclear. */
export function shownVerdict({ misses, verdict }: Judged): Verdict | null {
  return verdict === 'meets' && misses > 0 ? 'unclear' : verdict;
}
