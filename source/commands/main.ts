import { readFileSync } from 'node:fs';
import { messageOf } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import type { Problem } from '../model/problem.js';
import { demo } from './demo.js';
import { discover } from './discover.js';
import { type Command, readInvocation } from './invocation.js';
import { type Io, processIo } from './io.js';
import { monitor } from './monitor.js';
import { run } from './run.js';
import { sessions } from './sessions.js';

/** Carries out a command line and returns its exit code. Nothing gets past it: what fails unforeseen is said in a sentence. */
export async function main(argv: readonly string[], io: Io = processIo): Promise<ExitCode> {
  try {
    const invocation = readInvocation(argv, (path) => readFileSync(path, 'utf8'));
    switch (invocation.kind) {
      case 'print':
        io.stdout.write(invocation.text);
        return exitCodes.met;
      case 'problems':
        for (const problem of invocation.problems) io.stderr.write(`plimsoll: ${problemText(problem)}\n`);
        return exitCodes.usage;
      case 'ok':
        return await carryOut(invocation, io);
    }
  } catch (error) {
    io.stderr.write(`plimsoll: ${messageOf(error)}\n`);
    if (io.env.PLIMSOLL_DEBUG !== undefined && error instanceof Error) io.stderr.write(`${error.stack}\n`);
    return exitCodes.unmeasured;
  }
}

function carryOut(command: Command, io: Io): Promise<ExitCode> {
  switch (command.command) {
    case 'demo':
      return demo(command, io);
    case 'run':
      return run(command, io);
    case 'discover':
      return discover(command, io);
    case 'monitor':
      return monitor(command, io);
    case 'sessions':
      return sessions(command, io);
  }
}

function problemText({ path, message, hint }: Problem): string {
  return `${path}: ${message}${hint === null ? '' : ` (${hint})`}`;
}
