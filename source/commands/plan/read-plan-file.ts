import { basename, dirname, resolve } from 'node:path';
import { plainText } from '../../model/plain-text.js';
import type { Problem } from '../../model/problem.js';
import { hashOf } from '../../plan/plan-runs.js';
import type { PlanSpec } from '../../plan/plan-spec.js';
import { readPlan } from '../../plan/read-plan.js';
import type { ReadFile } from '../load-files.js';
import { unreadable } from '../unreadable.js';

/** A plan as it lies in its file. */
export type PlanFile = {
  readonly plan: PlanSpec;
  /** Its absolute path, its folder, and the hash of its text. */
  readonly file: string;
  readonly folder: string;
  readonly hash: string;
};

/** A plan file read, or everything that is wrong with it. */
export type PlanFileReading =
  | ({ readonly kind: 'ok' } & PlanFile)
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Reads a plan file. */
export function readPlanFile(path: string, readFile: ReadFile): PlanFileReading {
  const file = resolve(path);
  let text: string;
  try {
    text = readFile(file);
  } catch (error) {
    const [message, hint] = unreadable(error, 'a plan file', null);
    return { kind: 'problems', problems: [{ path: plainText(path, 200), message, hint }] };
  }
  const folder = dirname(file);
  const reading = readPlan(text, folder, nameOf(file));
  return reading.kind === 'problems' ? reading : { kind: 'ok', plan: reading.plan, file, folder, hash: hashOf(text) };
}

/** A plain name made of that of a file. */
function nameOf(file: string): string {
  const plain = basename(file)
    .replace(/(?:\.plan)?\.jsonc?$/i, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^[^A-Za-z]+/, '')
    .slice(0, 40);
  return plain === '' ? 'plan' : plain;
}
