import { readFileSync, statSync } from 'node:fs';
import { messageOf, PlimsollError } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import type { Problem } from '../model/problem.js';
import { canAsk, confirmHost } from './confirm-host.js';
import { demo } from './demo.js';
import { discover } from './discover.js';
import { type Command, type Invocation, readInvocation } from './invocation.js';
import { type Io, processIo } from './io.js';
import { guardStandardStreams } from './lost-stream.js';
import { monitor } from './monitor.js';
import { problemText } from './problem-text.js';
import { run } from './run.js';
import { sessions } from './sessions.js';

/** Carries out a command line and returns its exit code. Nothing gets past it: what fails unforeseen is said in a sentence. */
export async function main(argv: readonly string[], io: Io = processIo): Promise<ExitCode> {
  try {
    guardStandardStreams(io);
    const invocation = readInvocation(argv, readConfigFile);
    switch (invocation.kind) {
      case 'print':
        io.stdout.write(invocation.text);
        return exitCodes.met;
      case 'problems':
        return refuse(invocation.problems, io);
      case 'unconfirmed':
        return await carryOutConfirmed(invocation, io);
      case 'ok':
        return await carryOut(invocation, io);
    }
  } catch (error) {
    io.stderr.write(`plimsoll: ${messageOf(error)}\n`);
    if (io.env.PLIMSOLL_DEBUG !== undefined && error instanceof Error) io.stderr.write(`${error.stack}\n`);
    return exitCodes.unmeasured;
  }
}

/** The largest config read: beyond it the path is not a config's. */
const longestConfigBytes = 4 * 1024 * 1024;

/** A config's text. A pipe or a device would keep the program waiting without a word, so only plain files are read. */
function readConfigFile(path: string): string {
  const found = statSync(path);
  if (!found.isFile() && !found.isDirectory()) throw new PlimsollError('not-a-file', 'it is a pipe or a device');
  if (found.size > longestConfigBytes) throw new PlimsollError('too-large', `it has ${found.size} bytes`);
  return readFileSync(path, 'utf8');
}

/** A host that nobody named is asked for where somebody sits at a terminal; headless it is refused. */
async function carryOutConfirmed(unconfirmed: Unconfirmed, io: Io): Promise<ExitCode> {
  const { host, problems, confirmed } = unconfirmed;
  if (confirmed.output.headless || !canAsk(io)) return refuse(problems, io);
  switch (await confirmHost(host, io)) {
    case 'confirmed':
      return carryOut(confirmed, io);
    case 'refused':
      io.stderr.write(`plimsoll: that is not the name of ${host}, so nothing was sent\n`);
      return exitCodes.usage;
    case 'interrupted':
      return exitCodes.interrupted;
  }
}

type Unconfirmed = Extract<Invocation, { readonly kind: 'unconfirmed' }>;

function refuse(problems: readonly Problem[], io: Io): ExitCode {
  for (const problem of problems) io.stderr.write(`plimsoll: ${problemText(problem)}\n`);
  return exitCodes.usage;
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
