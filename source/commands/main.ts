import { codeOf, messageOf } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { carryOut } from './carry-out.js';
import type { RecordCommandName } from './command-groups.js';
import { type CommandLine, readCommandLine } from './command-line.js';
import type { Invocation } from './invocation.js';
import { type Io, processIo } from './io.js';
import { guardStandardStreams } from './lost-stream.js';
import { readPlainFile } from './read-plain-file.js';
import { refuse } from './refuse.js';
import { programSurroundings } from './surroundings.js';

/** Commands of which this thread does nothing but read sessions, much of them. */
const onlyReads: ReadonlySet<string> = new Set<RecordCommandName>(['export', 'compare', 'replay']);

/** Carries out a command line and returns its exit code. Nothing gets past it: what fails unforeseen is said in a sentence. */
export async function main(argv: readonly string[], io: Io = processIo): Promise<ExitCode> {
  const checked = guardStandardStreams(io);
  return checked(await carryOutLine(argv, io));
}

async function carryOutLine(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    const read = () => readCommandLine(argv, readPlainFile, programSurroundings(io.env));
    const line = await trusted(read(), read, io);
    const invocation = line.kind === 'session' ? await readSession(line) : line;
    switch (invocation.kind) {
      case 'print':
        io.stdout.write(invocation.text);
        return exitCodes.met;
      case 'problems':
        return refuse(invocation.problems, io);
      case 'unconfirmed':
        return await carryOutConfirmed(invocation, io);
      case 'ok':
        if (invocation.command === 'monitor') await favourMemory();
        if (onlyReads.has(invocation.command)) await boundNewSpace();
        return await carryOut(invocation, io);
    }
  } catch (error) {
    if (codeOf(error) === 'interrupted') return exitCodes.interrupted;
    io.stderr.write(`plimsoll: ${messageOf(error)}\n`);
    if (io.env.PLIMSOLL_DEBUG !== undefined && error instanceof Error) io.stderr.write(`${error.stack}\n`);
    return exitCodes.unmeasured;
  }
}

/** What only a session needs is loaded for one: it would keep the first frame of a replay waiting. */
async function readSession(line: Extract<CommandLine, { readonly kind: 'session' }>): Promise<Invocation> {
  return (await import('./invocation.js')).readSessionLine(line, readPlainFile);
}

/** What can only be asked of a person is loaded where there is such a question. */
async function trusted(line: CommandLine, read: () => CommandLine, io: Io): Promise<CommandLine> {
  if (line.kind !== 'problems' || line.changed === undefined) return line;
  return (await import('./ask-trust.js')).askedForTrust(line, read, io);
}

async function boundNewSpace(): Promise<void> {
  (await import('../record/reading-garbage.js')).boundNewSpace();
}

async function favourMemory(): Promise<void> {
  (await import('../engine/monitor/favour-memory.js')).favourMemory();
}

/** A host that nobody named is asked for where somebody sits at a terminal; headless it is refused. */
async function carryOutConfirmed(unconfirmed: Unconfirmed, io: Io): Promise<ExitCode> {
  const { hosts, problems, confirmed } = unconfirmed;
  const { canAsk } = await import('./ask-line.js');
  const { confirmHost } = await import('./confirm-host.js');
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
