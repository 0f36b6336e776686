import { accessSync, closeSync, constants, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../config/make-folder.js';
import { codeOf } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import { writeFault } from '../model/write-fault.js';
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
    const why = codeOf(error) === 'ENOENT' ? 'its folder does not exist' : writeFault(error);
    return problem(`expected a file that can be written, got ${file}: ${why}`);
  }
}

/** Why sessions cannot be recorded into a folder, known before any load is sent; null when they can: it is there from then on. */
export function folderProblem(folder: string): Problem | null {
  const problem = (message: string): Problem => ({ path: '--sessions', message, hint: 'nothing was sent' });
  const shown = plainText(folder, 200);
  try {
    makeFolder(folder, 0o700);
    accessSync(folder, constants.W_OK);
    return null;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return problem(`expected a folder, got ${shown}, which is none`);
    return problem(`expected a folder that sessions can be recorded in, got ${shown}: ${writeFault(error)}`);
  }
}

/** Why the program's own log could not be written, known before any load is sent; its folder is made. Null: it can, or there is none. */
export function logProblem(file: string | null): Problem | null {
  if (file === null) return null;
  const problem = (why: string): Problem => {
    const message = `expected a file that a log can be written to, got ${plainText(file, 200)}: ${why}`;
    return { path: '--log-file', message, hint: 'nothing was sent' };
  };
  try {
    makeFolder(dirname(file));
    const found = statSync(file, { throwIfNoEntry: false });
    if (found?.isDirectory() === true) return problem('it is a folder');
    if (found?.isFile() === false) return problem('it is no plain file');
    // Full logs are renamed, so that its folder must take others.
    accessSync(dirname(file), constants.W_OK);
    // Only this tells of a folder that takes nothing, whatever its rights say.
    closeSync(openSync(file, 'a', 0o600));
    return null;
  } catch (error) {
    return problem(writeFault(error));
  }
}
