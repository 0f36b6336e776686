import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf, messageOf } from '../../model/error.js';
import { holdLock } from '../../plan/hold-lock.js';
import { beginJournal, findJournal, type PlanHead, type PlanJournal, readRun } from '../../plan/plan-journal.js';
import { makeRunFolder, runIds } from '../../plan/plan-runs.js';
import type { PlanSpec } from '../../plan/plan-spec.js';
import { freshState, type PlanState } from '../../plan/plan-state.js';
import type { Clock } from '../../time/clock.js';
import type { PlanFile } from './read-plan-file.js';

/** A run of a plan that is ready to begin, or to be taken up again. */
export type OpenRun = {
  readonly id: string;
  readonly folder: string;
  readonly journal: PlanJournal;
  readonly state: PlanState;
  /** Whether it was begun before. */
  readonly isResumed: boolean;
  /** Lets go of its folder and its journal. Twice is harmless. */
  readonly release: () => void;
};

/** A run, or a sentence that says why there is none. */
export type RunOpening = ({ readonly kind: 'ok' } & OpenRun) | { readonly kind: 'refused'; readonly reason: string };

/** Runs of a plan that are kept; older ones are deleted when a new one is made, but none that is not over. */
const keptRuns = 500;

/** Makes the folder of a new run of a plan; its journal is begun with `openRun`. Throws Node's errors. */
export function newRun(plansFolder: string, { plan }: PlanFile, clock: Clock): string {
  for (const id of runIds(plansFolder).slice(keptRuns - 1)) {
    const folder = join(plansFolder, id);
    if (standing(folder, plan) === 'over') rmSync(folder, { recursive: true });
  }
  return makeRunFolder(plansFolder, clock.wallMs()).id;
}

/** The newest run of a plan that is not over; null without one. Runs that another process is at count too. */
export function unfinishedRun(plansFolder: string, { plan }: PlanFile): string | null {
  for (const id of runIds(plansFolder)) {
    if (standing(join(plansFolder, id), plan) === 'unfinished') return id;
  }
  return null;
}

/** Where a run stands. One whose journal can't be read is in nobody's way: it is neither taken up again nor deleted. */
function standing(folder: string, plan: PlanSpec): 'over' | 'unfinished' | 'unknown' {
  try {
    const run = readRun(join(folder, 'journal.jsonl'));
    if (run === null) return 'unknown';
    return run.stateOf(plan).isOver ? 'over' : 'unfinished';
  } catch (error) {
    if (codeOf(error) !== 'bad-journal') throw error;
    return 'unknown';
  }
}

/** Opens a run by its id: begins it where it has not been begun, and takes it up again where it has. Throws Node's errors. */
export function openRun(plansFolder: string, id: string, planFile: PlanFile, clock: Clock): RunOpening {
  const folder = join(plansFolder, id);
  const locking = holdLock(join(folder, 'lock'));
  if (locking.kind === 'taken') {
    const who = locking.pid === null ? 'another process' : `process ${locking.pid}`;
    return { kind: 'refused', reason: `The run ${id} is under way already, by ${who}.` };
  }
  const { lock } = locking;
  const path = join(folder, 'journal.jsonl');
  let found: ReturnType<typeof findJournal> = null;
  try {
    found = existsSync(path) ? findJournal(path) : null;
    const head: PlanHead = {
      kind: 'plan/begun',
      version: 1,
      run: id,
      plan: planFile.plan.name,
      file: planFile.file,
      hash: planFile.hash,
      atMs: clock.wallMs(),
    };
    const journal = found ?? beginJournal(path, head);
    const release = (): void => {
      journal.close();
      lock.release();
    };
    if (journal.head.hash !== planFile.hash) {
      release();
      return { kind: 'refused', reason: `The plan has changed since the run ${id} was begun; begin it anew.` };
    }
    const state = found?.stateOf(planFile.plan) ?? freshState(planFile.plan);
    return { kind: 'ok', id, folder, journal, state, isResumed: found !== null, release };
  } catch (error) {
    found?.close();
    lock.release();
    if (codeOf(error) !== 'bad-journal') throw error;
    return { kind: 'refused', reason: `The run ${id} cannot be taken up again: ${messageOf(error)}.` };
  }
}
