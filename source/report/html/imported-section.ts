import type { Markup } from '../chart/markup.js';
import type { Digest } from '../digest/digest.js';
import { importedFacts, importedLatencies } from '../imported-words.js';
import { section, table } from './parts.js';
import { facts } from './words.js';

/** What another program told of the whole test; null where plimsoll measured it. */
export function importedSection({ imported, session }: Digest): Markup | null {
  if (imported === null) return null;
  const latencies = importedLatencies(imported);
  return section(
    'imported',
    `What ${imported.tool} told`,
    facts([...(session.target === null ? [] : [['Target', session.target] as const]), ...importedFacts(imported)]),
    latencies.length === 0
      ? null
      : table(['', ...latencies.map(([name]) => name)], [['Latency', ...latencies.map(([, text]) => text)]]),
  );
}
