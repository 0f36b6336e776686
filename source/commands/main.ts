import { codeOf, messageOf } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { canAsk } from './ask-line.js';
import { confirmHost } from './confirm-host.js';
import { type Command, type Invocation, readInvocation } from './invocation.js';
import { type Io, processIo } from './io.js';
import { guardStandardStreams } from './lost-stream.js';
import { readPlainFile } from './read-plain-file.js';
import { refuse } from './refuse.js';
import { programSurroundings } from './surroundings.js';

/** Carries out a command line and returns its exit code. Nothing gets past it: what fails unforeseen is said in a sentence. */
export async function main(argv: readonly string[], io: Io = processIo): Promise<ExitCode> {
  try {
    guardStandardStreams(io);
    const invocation = readInvocation(argv, readPlainFile, programSurroundings(io.env));
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

/** Each command is loaded when it is asked for: what none of it needs would keep the first frame waiting. */
async function carryOut(command: Command, io: Io): Promise<ExitCode> {
  switch (command.command) {
    case 'demo':
      return (await import('./demo.js')).demo(command, io);
    case 'run':
      return (await import('./run.js')).run(command, io);
    case 'discover':
      return (await import('./discover.js')).discover(command, io);
    case 'bench':
      return (await import('./bench.js')).bench(command, io);
    case 'jobs':
      return (await import('./dataset-jobs.js')).datasetJobs(command, io);
    case 'monitor':
      return (await import('./monitor.js')).monitor(command, io);
    case 'report':
      return (await import('./report.js')).report(command, io);
    case 'export':
      return (await import('./export.js')).exportSession(command, io);
    case 'import':
      return (await import('./import.js')).importResults(command, io);
    case 'compare':
      return (await import('./compare.js')).compare(command, io);
    case 'alerts':
      return (await import('./alerts.js')).alerts(command, io);
    case 'sessions':
      return (await import('./sessions.js')).sessions(command, io);
    case 'verify':
      return (await import('./verify.js')).verify(command, io);
    case 'replay':
      return (await import('./replay.js')).replay(command, io);
    case 'init':
      return (await import('./init.js')).init(command, io);
    case 'check':
      return (await import('./check.js')).check(command, io);
    case 'config':
      return (await import('./show-config.js')).showConfig(command, io);
    case 'trust':
      return (await import('./trust.js')).trust(command, io);
    case 'completion':
      return (await import('./completion.js')).completion(command, io);
    case 'secret':
      return (await import('./secret.js')).secret(command, io);
  }
}
