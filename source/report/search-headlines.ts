import type { DiscoveryResult } from '../model/discovery.js';
import { countText, millisecondsText, rateNumber, rateText, shareText } from '../model/quantity-text.js';
import type { WorkResult } from '../model/work-result.js';
import type { Headline } from './headline.js';

/** Of a search for the load line. */
export function lineHeadlines(result: DiscoveryResult): readonly Headline[] {
  const { badRequests, bindingObjective, bottleneck, certifiedPerSecond, sentRequests, verified } = result;
  const heldPerSecond = result.heldPerSecond ?? certifiedPerSecond;
  const isLess = heldPerSecond !== certifiedPerSecond && certifiedPerSecond !== null;
  const held: Headline = {
    label: verified ? 'Held in the final probe' : 'Held',
    value: heldPerSecond === null ? '–' : rateNumber(heldPerSecond),
    unit: heldPerSecond === null ? '' : '/s',
    detail:
      heldPerSecond === null
        ? 'no rate was held'
        : !verified
          ? 'not confirmed by a final probe'
          : isLess
            ? `${rateText(certifiedPerSecond)} is certified`
            : 'confirmed',
    tone: verified ? 'good' : 'warning',
  };
  const first: Headline = {
    label: 'Gives first',
    value: bindingObjective ?? '–',
    unit: '',
    detail: bottleneck === null ? 'bottleneck not known' : bottleneckWords(bottleneck),
    tone: 'plain',
  };
  const sent: Headline = {
    label: 'Requests sent',
    value: countText(sentRequests),
    unit: '',
    detail: `${countText(badRequests)} failed or late, ${shareText(sentRequests === 0 ? 0 : badRequests / sentRequests, 3)}; highest rate ${rateText(result.peakPerSecond)}`,
    tone: 'plain',
  };
  return [lineHeadline(result, 'Load line'), held, first, sent];
}

/** The line alone, as one of several of a bench. */
export function lineHeadline(
  { estimatePerSecond, interval95, flags, validity }: DiscoveryResult,
  label: string,
): Headline {
  const flag = flags.find((one) => one === 'infeasible' || one === 'beyond-max-rate');
  return {
    label,
    value: estimatePerSecond === null ? '–' : rateNumber(estimatePerSecond),
    unit: estimatePerSecond === null ? '' : '/s',
    detail:
      interval95 === null
        ? estimatePerSecond === null
          ? (flag ?? 'not found')
          : 'no 95 % interval'
        : `95 %: ${rateNumber(interval95[0])} to ${rateText(interval95[1])}`,
    tone: validity.valid ? (estimatePerSecond === null ? 'warning' : 'good') : 'critical',
  };
}

/** What gives first, and of which server, in a few words. */
export function bottleneckWords({ label, resource, server }: NonNullable<DiscoveryResult['bottleneck']>): string {
  const what = [server, resource].filter((part) => part !== null).join(' ');
  return what === '' ? label : `${what} (${label})`;
}

/** Of a search for the heaviest work. */
export function workHeadlines(work: WorkResult): readonly Headline[] {
  const { badRequests, growth, sentRequests } = work;
  return [
    levelHeadline(work, 'Heaviest level'),
    {
      label: 'Growth for each level',
      value: growth === null ? '–' : `${growth.toFixed(2)}×`,
      unit: '',
      detail: 'how many times longer a request takes',
      tone: 'plain',
    },
    {
      label: 'Requests',
      value: countText(sentRequests),
      unit: '',
      detail: `${countText(badRequests)} failed or late`,
      tone: 'plain',
    },
  ];
}

/** The heaviest level alone, as one of several of a bench. */
export function levelHeadline({ heaviestLevel, steps, validity, workload }: WorkResult, label: string): Headline {
  const means = steps.flatMap(({ level, meanMs, met }) =>
    level === heaviestLevel && met && meanMs !== null ? [meanMs] : [],
  );
  return {
    label,
    value: heaviestLevel === null ? '–' : String(heaviestLevel),
    unit: '',
    detail:
      means.length === 0
        ? `level of ${workload}`
        : `level of ${workload}, ${millisecondsText(Math.max(...means), 3)} on average`,
    tone: validity.valid ? (heaviestLevel === null ? 'warning' : 'good') : 'critical',
  };
}
