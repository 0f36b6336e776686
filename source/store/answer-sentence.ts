import type { DiscoveryResult } from '../model/discovery.js';
import type { Severity } from '../model/events.js';
import type { MonitorResult } from '../model/monitor-result.js';
import { countText } from '../model/quantity-text.js';
import type { RunResult } from '../model/run.js';
import { runSentence } from '../model/run-sentence.js';

export type AnyResult = RunResult | DiscoveryResult | MonitorResult;

/** The answer of a session in plain words, for the banner and the log. */
export function answerSentence(result: AnyResult): string {
  switch (result.kind) {
    case 'discovery':
      return result.sentence;
    case 'run':
      return runSentence(result);
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
      if (!result.validity.valid || result.ended === 'tripped') return 'critical';
      return result.objectives.every((objective) => objective.met) ? 'good' : 'warning';
    case 'monitor':
      return result.servers.some((server) => server.state === 'down') ? 'warning' : 'good';
  }
}

function monitorAnswer(result: MonitorResult): string {
  const live = result.servers.filter((server) => server.state === 'live').length;
  const open = result.streams.filter((stream) => stream.state === 'open').length;
  return (
    `Watched for ${countText(result.durationSeconds)} s: ${live} of ${result.servers.length} servers live, ` +
    `${open} of ${result.streams.length} streams open.`
  );
}
