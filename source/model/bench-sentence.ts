import type { BenchResult, SuiteResult } from './bench.js';
import { countText, rateNumber } from './quantity-text.js';

/** The answer of a bench in one plain sentence: the heaviest work, and the load lines from there downwards. */
export function benchSentence(result: Omit<BenchResult, 'sentence'>): string {
  const { configurations, heaviest, heaviestLevel, target, workload } = result;
  if (heaviestLevel === null) return heaviest.sentence;
  const lines = configurations.map(({ level, result: { estimatePerSecond } }) =>
    estimatePerSecond === null ? `none found at ${level}` : `${rateNumber(estimatePerSecond)} a second at ${level}`,
  );
  const found = lines.length === 0 ? 'no load line was looked for' : `its load line is ${lines.join(', ')}`;
  const invalid = result.validity.valid ? '' : '; the measurement is not valid';
  return `${target} does ${workload} up to level ${heaviestLevel}; ${found}${invalid}.`;
}

/** The answer of several benches in one sentence; each has one of its own. */
export function suiteSentence({ benches, unmeasured }: Omit<SuiteResult, 'sentence'>): string {
  const found = benches.reduce(
    (sum, { configurations }) => sum + configurations.filter(({ result }) => result.estimatePerSecond !== null).length,
    0,
  );
  const missing = unmeasured.length === 0 ? '' : `; ${countText(unmeasured.length)} could not be measured`;
  const of = benches.length === 1 ? '1 system and workload' : `${countText(benches.length)} systems and workloads`;
  return `${countText(found)} load ${found === 1 ? 'line' : 'lines'} of ${of} found${missing}.`;
}
