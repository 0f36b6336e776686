import { choice, leaf } from './leaf.js';
import { closest } from './nearest.js';
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

/** What is set side by side: by one of plimsoll's own analyses, or by one of the user's, which a module exports. */
export type AnalysisChoice =
  | { readonly kind: 'built-in'; readonly name: 'avg-response-time' | 'cpu-usage-compare' }
  | { readonly kind: 'module'; readonly path: string };

const builtIn = ['avg-response-time', 'cpu-usage-compare'] as const;

function readAnalysis(raw: unknown): Reading<AnalysisChoice> {
  const name = builtIn.find((known) => known === raw);
  if (name !== undefined) return good({ kind: 'built-in', name });
  if (typeof raw === 'string' && raw.length <= 4096 && !raw.includes('\0') && /[/\\]|\.[cm]?[jt]s$/.test(raw)) {
    return good({ kind: 'module', path: raw });
  }
  return faulty(
    `expected avg-response-time, cpu-usage-compare or the path of a module, got ${quoted(raw)}`,
    closest(typeof raw === 'string' ? raw : '', builtIn),
  );
}

/** The kinds of value that only reports have. */
export const reportKinds = {
  reportFormat: choice<'html' | 'md' | 'json' | 'csv' | 'svg' | 'png'>('html', 'md', 'json', 'csv', 'svg', 'png'),
  partNames: leaf({ type: 'string', examples: ['latency'] }, readPartNames),
  analysisName: leaf({ type: 'string', examples: ['avg-response-time', './mine.mjs'] }, readAnalysis),
} as const;
