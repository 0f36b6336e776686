import type { BenchResult } from '../model/bench.js';
import type { Severity } from '../model/events.js';
import type { MonitorResult } from '../model/monitor-result.js';
import { countText } from '../model/quantity-text.js';
import { runSentence } from '../model/run-sentence.js';
import type { SessionResult } from '../model/session-result.js';

export type AnyResult = SessionResult;

/** The answer of a session in plain words, for the banner and the log. */
export function answerSentence(result: AnyResult): string {
  switch (result.kind) {
    case 'discovery':
    case 'bench':
    case 'suite':
    case 'jobs':
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
      if (result.axis === 'work') return result.heaviestLevel === null ? 'warning' : 'good';
      return result.estimatePerSecond === null || !result.verified ? 'warning' : 'good';
    case 'bench':
    case 'suite':
      if (!result.validity.valid) return 'critical';
      return (result.kind === 'bench' ? [result] : result.benches).every(isComplete) ? 'good' : 'warning';
    case 'jobs': {
      if (!result.validity.valid) return 'critical';
      const areAllDone = result.levels.every(({ jobs }) => jobs.every(({ state }) => state === 'done'));
      return areAllDone && result.ended === 'finished' ? 'good' : 'warning';
    }
    case 'run':
      if (!result.validity.valid || result.ended === 'tripped') return 'critical';
      return result.objectives.every((objective) => objective.met) ? 'good' : 'warning';
    case 'monitor':
      return result.servers.some((server) => server.state === 'down') ? 'warning' : 'good';
  }
}

/** Whether the heaviest work and every load line that was looked for were found. */
function isComplete({ configurations, heaviestLevel }: BenchResult): boolean {
  return heaviestLevel !== null && configurations.every(({ result }) => result.estimatePerSecond !== null);
}

function monitorAnswer(result: MonitorResult): string {
  const live = result.servers.filter((server) => server.state === 'live').length;
  const open = result.streams.filter((stream) => stream.state === 'open').length;
  return (
    `Watched for ${countText(result.durationSeconds)} s: ${live} of ${result.servers.length} servers live, ` +
    `${open} of ${result.streams.length} streams open.`
  );
}
