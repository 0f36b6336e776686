import { writeFileSync } from 'node:fs';
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
