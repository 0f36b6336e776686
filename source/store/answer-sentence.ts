import type { DiscoveryResult } from '../model/discovery.js';
import type { Severity } from '../model/events.js';
import type { MonitorResult } from '../model/monitor-result.js';
import { badOutcomes } from '../model/outcome.js';
import { countText, millisecondsText, rateText, shareText } from '../model/quantity-text.js';
import type { RunResult } from '../model/run.js';

export type AnyResult = RunResult | DiscoveryResult | MonitorResult;

/** The answer of a session in plain words, for the banner and the log. */
export function answerSentence(result: AnyResult): string {
  switch (result.kind) {
    case 'discovery':
      return result.sentence;
    case 'run':
      return runAnswer(result);
    case 'monitor':
      return monitorAnswer(result);
  }
}

/** How good the news is. */
export function answerSeverity(result: AnyResult): Severity {
  switch (result.kind) {
    case 'discovery':
      if (!result.validity.valid) return 'critical';
      return result.estimatePerSecond === null || !result.verified ? 'warning' : 'good';
    case 'run':
      if (!result.validity.valid) return 'critical';
      return result.objectives.every((objective) => objective.met) ? 'good' : 'warning';
    case 'monitor':
      return result.servers.some((server) => server.state === 'down') ? 'warning' : 'good';
  }
}

function runAnswer(result: RunResult): string {
  const total = result.intended.count;
  const errors = total === 0 ? 0 : badOutcomes(result.outcomes) / total;
  const carried =
    `${rateText(result.achieved.perSecond)} achieved of ${rateText(result.intended.perSecond)} intended ` +
    `for ${countText(result.durationSeconds)} s: p99 ${millisecondsText(result.responseTimeMs.p99)}, ` +
    `p99.9 ${millisecondsText(result.responseTimeMs.p999)}, errors ${shareText(errors)}.`;
  const missed = result.objectives.filter((objective) => !objective.met).map((objective) => objective.text);
  const judged =
    result.objectives.length === 0
      ? ''
      : missed.length === 0
        ? ' Every objective is met.'
        : ` Missed: ${missed.join(', ')}.`;
  const doubt = result.validity.valid ? '' : ` Not a valid measurement: ${result.validity.reasons.join(' ')}`;
  return `${carried}${judged}${doubt}`;
}

function monitorAnswer(result: MonitorResult): string {
  const live = result.servers.filter((server) => server.state === 'live').length;
  const open = result.streams.filter((stream) => stream.state === 'open').length;
  return (
    `Watched for ${countText(result.durationSeconds)} s: ${live} of ${result.servers.length} servers live, ` +
    `${open} of ${result.streams.length} streams open.`
  );
}
