import type { ExitCode } from '../model/exit-code.js';
import type { Command } from './invocation.js';
import type { Io } from './io.js';

/** Each command is loaded when it is asked for: what none of it needs would keep the first frame waiting. */
export async function carryOut(command: Command, io: Io): Promise<ExitCode> {
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
    case 'plan':
      return (await import('./plan.js')).plan(command, io);
    case 'schedule':
      return (await import('./schedule.js')).schedule(command, io);
    case 'secret':
      return (await import('./secret.js')).secret(command, io);
  }
}
