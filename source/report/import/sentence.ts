import { type ImportedFrom, importedStatistics } from '../../model/imported.js';
import { listText } from '../../model/list-text.js';
import { countText, millisecondsText, rateText } from '../../model/quantity-text.js';

/** What another program told, in one sentence; what it did not tell is not in it. */
export function importedSentence({ connections, figures, file, tool }: ImportedFrom): string {
  const { durationSeconds, failed, latencyMs, perSecond, requests } = figures;
  const latencies = importedStatistics.flatMap((name) => {
    const value = latencyMs[name];
    return value === null ? [] : [`${name === 'p999' ? 'p99.9' : name} ${millisecondsText(value, 3)}`];
  });
  const parts = [
    ...(requests === null ? [] : [`${countText(requests)} requests`]),
    ...(durationSeconds === null ? [] : [`in ${Number(durationSeconds.toFixed(1))} s`]),
    ...(perSecond === null ? [] : [`at ${rateText(perSecond)}`]),
    ...(connections === null ? [] : [`over ${countText(connections)} connections`]),
    ...(failed === null ? [] : [`${countText(failed)} failed`]),
  ];
  const told = parts.length === 0 ? 'no counts' : parts.join(' ').replace(/ (\S+ failed)$/, ', $1');
  return `Imported from ${tool} (${file}): ${told}${latencies.length === 0 ? '' : `; ${listText(latencies)}`}.`;
}
