import { families } from './metrics/families.js';
import { nodeFamilies } from './metrics/node-families.js';
import { sampleName } from './metrics/sample-name.js';

/** Every family that is published, as a table for the documentation. */
export function publishedMarkdown(): string {
  const all = [...Object.values(families), ...Object.values(nodeFamilies)];
  const rows = all.map((family) => `| \`${sampleName(family)}\` | ${family.kind} | ${family.help} |`);
  return ['| Metric | Kind | What it tells |', '| --- | --- | --- |', ...rows].join('\n');
}
