import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { codeOf, messageOf } from '../model/error.js';
import type { Problem } from '../model/problem.js';
import type { AnswerFile } from './answer.js';

/** Why a file could not be written, known before any load is sent; null when it can. `flag`: what named it. */
export function outputProblem(file: AnswerFile, flag = '--output'): Problem | null {
  if (file === null || (file === '-' && flag === '--output')) return null;
  const problem = (message: string): Problem => ({ path: flag, message, hint: 'nothing was sent' });
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isDirectory())
      return problem(`expected a file to write, got the folder ${file}`);
    accessSync(dirname(file), constants.W_OK);
    return null;
  } catch (error) {
    const why = codeOf(error) === 'ENOENT' ? 'its folder does not exist' : messageOf(error);
    return problem(`expected a file that can be written, got ${file}: ${why}`);
  }
}

/** Why sessions could not be recorded into a folder, known before any load is sent; null when it is one or is to be made. */
export function folderProblem(folder: string): Problem | null {
  try {
    const found = statSync(folder, { throwIfNoEntry: false });
    if (found === undefined || found.isDirectory()) return null;
  } catch {
    // What else stands in the way is found out, and told, when it is written to.
    return null;
  }
  return { path: '--sessions', message: `expected a folder, got ${folder}, which is none`, hint: 'nothing was sent' };
}
