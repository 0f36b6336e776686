import type { DiscoveryResult } from '../model/discovery.js';
import type { WorkResult } from '../model/work-result.js';
import { type DiscoveryPlan, findLine } from './find-line.js';
import { findWork, type WorkPlan } from './find-work.js';
import { endMachine } from './settle-search.js';
import type { Stage } from './stage.js';

/**
 * Makes one search for a load line and returns its answer. The machine is left in `finished` or `aborted`. Throws
 * PlimsollError when the load engine itself fails.
 */
export async function performDiscovery(plan: DiscoveryPlan, stage: Stage): Promise<DiscoveryResult> {
  const { ending, result } = await findLine(plan, stage);
  stage.emit({ kind: 'result', result });
  endMachine(stage, ending, 'the search is done');
  return result;
}

/** Makes one search for the heaviest work; else as `performDiscovery`. */
export async function performWork(plan: WorkPlan, stage: Stage): Promise<WorkResult> {
  const { ending, result } = await findWork(plan, stage);
  stage.emit({ kind: 'result', result });
  endMachine(stage, ending, 'the search is done');
  return result;
}
