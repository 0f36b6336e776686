import type { WorkloadSpec } from '../model/work.js';
import { builtInWorkloads } from './built-in.js';
import { checkWorkload, type WorkloadCheck } from './check-workload.js';
import { moduleFault } from './module-fault.js';

/**
 * Brings in a workload: a built-in one, or the default export of a module. Called once on the main thread, where what is
 * wrong becomes the user's problem, and in each worker thread.
 */
export async function importWorkload(from: WorkloadSpec['from']): Promise<WorkloadCheck> {
  if (from.kind === 'built-in') {
    const built = Object.entries(builtInWorkloads).find(([name]) => name === from.name)?.[1];
    return checkWorkload(built);
  }
  let module: unknown;
  try {
    module = await import(from.url);
  } catch (error) {
    return { kind: 'faulty', messages: [moduleFault(error, from.url, 'defineWorkload')] };
  }
  const exported = typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
  return checkWorkload(exported);
}
