import { favourMemory } from '../engine/monitor/favour-memory.js';
import { codeOf, messageOf } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { boundNewSpace } from '../record/reading-garbage.js';
import { canAsk } from './ask-line.js';
import { askedForTrust } from './ask-trust.js';
import { carryOut } from './carry-out.js';
import { confirmHost } from './confirm-host.js';
import { type Invocation, readInvocation } from './invocation.js';
import { type Io, processIo } from './io.js';
import { guardStandardStreams } from './lost-stream.js';
import { readPlainFile } from './read-plain-file.js';
import { refuse } from './refuse.js';
import { programSurroundings } from './surroundings.js';

/** Carries out a command line and returns its exit code. Nothing gets past it: what fails unforeseen is said in a sentence. */
export async function main(argv: readonly string[], io: Io = processIo): Promise<ExitCode> {
  try {
    guardStandardStreams(io);
    const read = () => readInvocation(argv, readPlainFile, programSurroundings(io.env));
    const reading = read();
    const invocation = reading.kind === 'problems' ? await askedForTrust(reading, read, io) : reading;
    switch (invocation.kind) {
      case 'print':
        io.stdout.write(invocation.text);
        return exitCodes.met;
      case 'problems':
        return refuse(invocation.problems, io);
      case 'unconfirmed':
        return await carryOutConfirmed(invocation, io);
      case 'ok':
        if (invocation.command === 'monitor') favourMemory();
        if (invocation.command === 'export' || invocation.command === 'compare') boundNewSpace();
        return await carryOut(invocation, io);
    }
  } catch (error) {
    if (codeOf(error) === 'interrupted') return exitCodes.interrupted;
    io.stderr.write(`plimsoll: ${messageOf(error)}\n`);
    if (io.env.PLIMSOLL_DEBUG !== undefined && error instanceof Error) io.stderr.write(`${error.stack}\n`);
    return exitCodes.unmeasured;
  }
}

/** A host that nobody named is asked for where somebody sits at a terminal; headless it is refused. */
async function carryOutConfirmed(unconfirmed: Unconfirmed, io: Io): Promise<ExitCode> {
  const { hosts, problems, confirmed } = unconfirmed;
  if (confirmed.output.headless || !canAsk(io)) return refuse(problems, io);
  for (const host of hosts) {
    switch (await confirmHost(host, io)) {
      case 'confirmed':
        break;
      case 'refused':
        io.stderr.write(`plimsoll: that is not the name of ${host}, so nothing was sent\n`);
        return exitCodes.usage;
      case 'interrupted':
        return exitCodes.interrupted;
    }
  }
  return carryOut(confirmed, io);
}

type Unconfirmed = Extract<Invocation, { readonly kind: 'unconfirmed' }>;
