import type { BenchResult } from '../model/bench.js';
import type { DiscoveryResult } from '../model/discovery.js';
import type { Validity } from '../model/load.js';
import type { SessionResult } from '../model/session-result.js';
import type { WorkResult } from '../model/work-result.js';

/** A load line that a session found, or looked for. `configuration`: as its rates name it; null where there is but one. */
export type FoundLine = {
  readonly configuration: string | null;
  /** For tables and charts: the level, and whose it is where there are several systems. */
  readonly name: string;
  readonly result: DiscoveryResult;
};

/** Every load line in an answer, in the order in which they were looked for. */
export function linesOf(answer: SessionResult | null): readonly FoundLine[] {
  if (answer === null) return [];
  if (answer.kind === 'discovery') {
    return answer.axis === 'rate' ? [{ configuration: null, name: 'load line', result: answer }] : [];
  }
  const several = answer.kind === 'suite' && answer.benches.length > 1;
  return benchesOf(answer).flatMap(({ configurations, target, workload }) =>
    configurations.map(({ level, result }) => ({
      configuration: `${workload} ${level} of ${target}`,
      name: several ? `${workload} ${level} of ${target.replace(/^https?:\/\//, '')}` : `${workload} ${level}`,
      result,
    })),
  );
}

/** Every bench in an answer. */
export function benchesOf(answer: SessionResult | null): readonly BenchResult[] {
  if (answer?.kind === 'bench') return [answer];
  return answer?.kind === 'suite' ? answer.benches : [];
}

/** Every search for the heaviest work in an answer. */
export function workOf(answer: SessionResult | null): readonly WorkResult[] {
  if (answer?.kind === 'discovery' && answer.axis === 'work') return [answer];
  return benchesOf(answer).map(({ heaviest }) => heaviest);
}

/** Whether the whole may be believed; null where nothing was measured that could be judged. */
export function validityOf(answer: SessionResult | null): Validity | null {
  return answer === null || answer.kind === 'monitor' ? null : answer.validity;
}
