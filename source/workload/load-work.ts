import { PlimsollError } from '../model/error.js';
import type { WorkSource, WorkSpec } from '../model/work.js';
import type { Workload } from './define-workload.js';
import { importWorkload } from './import-workload.js';
import { openWork } from './open-work.js';

/**
 * `openWork` with the code that it needs: brings in the module of a workload first. Called in each worker thread. Throws
 * PlimsollError `bad-workload` where the module is none; the main thread has checked it before.
 */
export async function loadWork(spec: WorkSpec): Promise<WorkSource> {
  return openWork(spec, await codeOfWork(spec));
}

async function codeOfWork({ entries }: WorkSpec): Promise<Workload | null> {
  const made = entries.find((entry) => 'workload' in entry);
  if (made === undefined) return null;
  const check = await importWorkload(made.workload.from);
  if (check.kind === 'ok') return check.workload;
  throw new PlimsollError('bad-workload', `The workload cannot be used: ${check.messages.join('; ')}.`);
}
