import { type ImportedFrom, importedStatistics } from '../model/imported.js';
import { countText, millisecondsText, rateNumber, rateText, shareText } from '../model/quantity-text.js';
import { type Headline, quantity } from './headline.js';

const loops: { readonly [loop in ImportedFrom['loop']]: string } = {
  open: 'by the clock, without waiting for replies (open loop)',
  closed: 'the next one when a reply came (closed loop)',
  unknown: 'not told',
};

/** What another program told of a test: names and texts; what it did not tell is not there. */
export function importedFacts({
  connections,
  figures,
  file,
  loop,
  tool,
}: ImportedFrom): readonly (readonly [name: string, text: string])[] {
  const { achievedPerSecond, durationSeconds, failed, offeredPerSecond, requests } = figures;
  return [
    ['Imported from', `${tool}, out of ${file}`],
    ['How requests came', loops[loop]],
    ...(connections === null
      ? []
      : [[tool === 'k6' ? 'Virtual users' : 'Connections', countText(connections)] as const]),
    ...(durationSeconds === null ? [] : [['Duration', `${Number(durationSeconds.toFixed(1))} s`] as const]),
    ...(requests === null ? [] : [['Requests', countText(requests)] as const]),
    ...(failed === null ? [] : [['Failed', countText(failed)] as const]),
    ...(offeredPerSecond === null ? [] : [['Offered (all requests)', rateText(offeredPerSecond)] as const]),
    ...(achievedPerSecond === null ? [] : [['Achieved (good answers)', rateText(achievedPerSecond)] as const]),
  ];
}

/** The latencies that it told, as it measures them. */
export function importedLatencies({ figures }: ImportedFrom): readonly (readonly [name: string, text: string])[] {
  return importedStatistics.flatMap((name) => {
    const value = figures.latencyMs[name];
    return value === null ? [] : [[name === 'p999' ? 'p99.9' : name, millisecondsText(value, 3)] as const];
  });
}

/** Whose numbers they are. */
export function importedTrust({ tool }: ImportedFrom): string {
  return `${tool} measured this, and plimsoll did not: it tells what it was told, and judges none of it.`;
}

/** The numbers of it that matter most. */
export function importedHeadlines({ figures, tool }: ImportedFrom): readonly Headline[] {
  const { achievedPerSecond, failed, latencyMs, offeredPerSecond, requests } = figures;
  const rate = achievedPerSecond ?? offeredPerSecond;
  const { p50, p99 } = latencyMs;
  return [
    ...(rate === null
      ? []
      : [
          {
            label: achievedPerSecond === null ? 'Offered' : 'Answered well',
            value: rateNumber(rate),
            unit: '/s',
            detail: offeredPerSecond === null ? `as ${tool} told` : `of ${rateText(offeredPerSecond)} offered`,
            tone: 'plain' as const,
          },
        ]),
    ...(p99 === null
      ? []
      : [
          latencyHeadline(
            'p99 latency',
            p99,
            p50 === null ? `as ${tool} measures it` : `p50 ${millisecondsText(p50, 3)}`,
          ),
        ]),
    ...(p99 === null && p50 !== null ? [latencyHeadline('p50 latency', p50, `as ${tool} measures it`)] : []),
    ...(requests === null
      ? []
      : [
          {
            label: 'Requests',
            value: countText(requests),
            unit: '',
            detail:
              failed === null
                ? 'how many failed is not told'
                : `${countText(failed)} failed, ${shareText(requests === 0 ? 0 : failed / requests, 3)}`,
            tone: 'plain' as const,
          },
        ]),
  ];
}

function latencyHeadline(label: string, ms: number, detail: string): Headline {
  return { label, ...quantity(millisecondsText(ms, 3)), detail, tone: 'plain' };
}
