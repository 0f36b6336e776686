import { manPage } from './commands/man-page.js';
import { version } from './commands/version.js';
import { referenceMarkdown } from './config/reference.js';
import { configJsonSchema } from './config/schema.js';
import { functionsMarkdown, metricsMarkdown } from './engine/alert/alert-tables.js';
import { PlimsollError } from './model/error.js';
import { grafanaDashboard } from './publish/grafana/dashboard.js';
import { publishedMarkdown } from './publish/published-table.js';
import { resultJsonSchemas } from './report/result-json-schema.js';
import { tripWiresMarkdown } from './session/trip-wires.js';
import { keysMarkdown } from './ui/keys/key-table.js';

/**
 * Every file that is made from code, in whole or in part, by its path from the root of the project. `current` gives the
 * present text of a file of which only a part is made. Written by generate.ts, compared by a test.
 */
export function generatedFiles(current: (path: string) => string): Readonly<Record<string, string>> {
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  const results = Object.entries(resultJsonSchemas());
  return {
    'config/plimsoll.schema.json': json(configJsonSchema()),
    ...Object.fromEntries(results.map(([name, schema]) => [`config/${name}.schema.json`, json(schema)])),
    'config/grafana-dashboard.json': json(grafanaDashboard()),
    'docs/publish.md': withSection(current('docs/publish.md'), 'published', publishedMarkdown()),
    'docs/reference.md': `${referenceMarkdown()}\n## Trip-wires\n\n${tripWiresMarkdown()}\n\n## Keys\n\n${keysMarkdown(true)}\n`,
    'docs/plimsoll.1': manPage(version),
    'docs/alerts.md': withSection(
      withSection(current('docs/alerts.md'), 'alert-metrics', metricsMarkdown()),
      'alert-functions',
      functionsMarkdown(),
    ),
    'README.md': withSection(current('README.md'), 'keys', keysMarkdown()),
  };
}

/** The text with all between `<!-- name -->` and `<!-- /name -->` replaced. Throws where the two are missing. */
export function withSection(text: string, name: string, section: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  if (from < 0 || to < 0) {
    throw new PlimsollError('no-section', `expected ${begin} and then ${end}, got a text without them: add both lines`);
  }
  return `${text.slice(0, from)}${begin}\n\n${section}\n\n${text.slice(to)}`;
}
