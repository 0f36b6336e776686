import { choice, leaf } from './leaf.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading } from './reading.js';

/** Names of charts or tables, one or several. Which there are is known to the report alone. */
function readPartNames(raw: unknown): Reading<readonly string[]> {
  const given: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  const wrong = given.find((name) => typeof name !== 'string' || !/^[a-z0-9-]{1,40}$/.test(name));
  if (wrong !== undefined)
    return faulty(`expected a name such as latency or rates, got ${quoted(wrong)}`, 'see --list');
  return good(given.map(String));
}

/** The kinds of value that only reports have. */
export const reportKinds = {
  reportFormat: choice<'html' | 'md' | 'json' | 'csv' | 'svg' | 'png'>('html', 'md', 'json', 'csv', 'svg', 'png'),
  partNames: leaf({ type: 'string', examples: ['latency'] }, readPartNames),
  analysisName: choice<'avg-response-time' | 'cpu-usage-compare'>('avg-response-time', 'cpu-usage-compare'),
} as const;
