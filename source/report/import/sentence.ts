import type { ImportedFrom } from '../../model/imported.js';
import { listText } from '../../model/list-text.js';
import { countText, rateText } from '../../model/quantity-text.js';
import { importedLatencies } from '../imported-words.js';

/** What another program told, in one sentence; what it did not tell is not in it. */
export function importedSentence(imported: ImportedFrom): string {
  const { connections, figures, file, tool } = imported;
  const { achievedPerSecond, durationSeconds, failed, offeredPerSecond, requests } = figures;
  const latencies = importedLatencies(imported).map(([name, text]) => `${name} ${text}`);
  const parts = [
    ...(requests === null ? [] : [counted(requests, 'request')]),
    ...(durationSeconds === null ? [] : [`in ${Number(durationSeconds.toFixed(1))} s`]),
    ...(connections === null
      ? []
      : [tool === 'k6' ? `by ${counted(connections, 'virtual user')}` : `over ${counted(connections, 'connection')}`]),
  ];
  const clauses = [
    ...(parts.length === 0 ? [] : [parts.join(' ')]),
    ...(failed === null ? [] : [`${countText(failed)} failed`]),
    ...(offeredPerSecond === null ? [] : [`${rateText(offeredPerSecond)} offered`]),
    ...(achievedPerSecond === null ? [] : [`${rateText(achievedPerSecond)} achieved`]),
  ];
  const told = clauses.length === 0 ? 'no counts' : clauses.join(', ');
  return `Imported from ${tool} (${file}): ${told}${latencies.length === 0 ? '' : `; ${listText(latencies)}`}.`;
}

function counted(count: number, what: string): string {
  return `${countText(count)} ${what}${count === 1 ? '' : 's'}`;
}
