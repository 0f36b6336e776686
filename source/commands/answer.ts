import { accessSync, closeSync, constants, openSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from '../config/make-folder.js';
import { codeOf } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import { writeFault } from '../model/write-fault.js';
import { benchText, suiteText } from '../report/bench-text.js';
import { jobsText } from '../report/jobs-text.js';
import { discoveryText, monitorText, runText } from '../report/text.js';
import { workText } from '../report/work-text.js';
import type { JobEnd } from '../session/session.js';
import { fitLines } from './fit-lines.js';
import type { Io } from './io.js';
import { writeWhole } from './lost-stream.js';

/** Where the answer goes: `-` is stdout, a path is a file, null means text on stdout only. */
export type AnswerFile = string | null;

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

/**
 * Hands over how a job ended: JSON to the file or to stdout where asked for, else text on stdout; what could not be
 * measured is a sentence on stderr. False when the file could not be written, which is said on stderr.
 */
export async function giveAnswer(end: JobEnd, file: AnswerFile, io: Io): Promise<boolean> {
  if (end.kind === 'unmeasured') {
    io.stderr.write(`plimsoll: ${end.reason}\n`);
    return true;
  }
  return giveText(end.result, textOf(end), file, io, ' The session file has it too.');
}

/**
 * Hands over an answer: JSON to the file or to stdout where asked for, else its text on stdout. False when it could not be
 * written, which is said on stderr, with where else it is.
 */
export async function giveText(
  result: object,
  text: string,
  file: AnswerFile,
  io: Io,
  elsewhere = '',
): Promise<boolean> {
  const json = `${JSON.stringify(result, null, 2)}\n`;
  const shown = io.stdout.isTTY === true ? fitLines(text, Math.max(40, io.stdout.columns)) : text;
  const failed = await writeWhole(io.stdout, file === '-' ? json : `${shown}\n`);
  if (failed !== null) {
    io.stderr.write(`plimsoll: the answer could not be written: ${failed.message}.${elsewhere}\n`);
    return false;
  }
  if (file === null || file === '-') return true;
  try {
    writeFileSync(file, json);
    return true;
  } catch (error) {
    io.stderr.write(`plimsoll: --output could not write ${file}: ${writeFault(error)}.${elsewhere}\n`);
    return false;
  }
}

function textOf(end: Extract<JobEnd, { readonly kind: 'result' }>): string {
  const { result } = end;
  switch (result.kind) {
    case 'run':
      return runText(result);
    case 'discovery':
      return result.axis === 'work' ? workText(result) : discoveryText(result);
    case 'bench':
      return benchText(result);
    case 'suite':
      return suiteText(result);
    case 'jobs':
      return jobsText(result);
    case 'monitor':
      return monitorText(result);
  }
}
