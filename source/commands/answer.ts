import { writeFileSync } from 'node:fs';
import { messageOf } from '../model/error.js';
import { discoveryText, monitorText, runText } from '../report/text.js';
import type { JobEnd } from '../session/session.js';
import type { Io } from './io.js';

/** Where the answer goes: `-` is stdout, a path is a file, null means text on stdout only. */
export type AnswerFile = string | null;

/**
 * Hands over how a job ended: JSON to the file or to stdout where asked for, else text on stdout; what could not be
 * measured is a sentence on stderr. False when the file could not be written, which is said on stderr.
 */
export function giveAnswer(end: JobEnd, file: AnswerFile, io: Io): boolean {
  if (end.kind === 'unmeasured') {
    io.stderr.write(`plimsoll: ${end.reason}\n`);
    return true;
  }
  const { result } = end;
  const json = `${JSON.stringify(result, null, 2)}\n`;
  if (file === '-') {
    io.stdout.write(json);
    return true;
  }
  io.stdout.write(textOf(end));
  if (file === null) return true;
  try {
    writeFileSync(file, json);
    return true;
  } catch (error) {
    io.stderr.write(
      `plimsoll: --output could not write ${file}: ${messageOf(error)}. The session file has the answer too.\n`,
    );
    return false;
  }
}

function textOf(end: Extract<JobEnd, { readonly kind: 'result' }>): string {
  const { result } = end;
  switch (result.kind) {
    case 'run':
      return `${runText(result)}\n`;
    case 'discovery':
      return `${discoveryText(result)}\n`;
    case 'monitor':
      return `${monitorText(result)}\n`;
  }
}
