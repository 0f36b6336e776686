import { type ExitCode, exitCodes } from '../model/exit-code.js';
import type { Problem } from '../model/problem.js';
import type { Io } from './io.js';
import { problemText } from './problem-text.js';

/** Says everything that keeps a command from being carried out, a line each, and gives the exit code for it. */
export function refuse(problems: readonly Problem[], io: Io): ExitCode {
  for (const problem of problems) io.stderr.write(`plimsoll: ${problemText(problem)}\n`);
  return exitCodes.usage;
}
