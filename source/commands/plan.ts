import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { messageOf } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import type { Problem } from '../model/problem.js';
import { fileKey } from '../plan/plan-runs.js';
import { stateFolder } from '../record/sessions-folder.js';
import { createSystemClock } from '../time/clock.js';
import { giveText } from './answer.js';
import { canAsk } from './ask-line.js';
import { confirmHost } from './confirm-host.js';
import type { SetupCommand } from './invocation.js';
import { type Io, isAtTerminal } from './io.js';
import { outputProblem } from './output-problem.js';
import { checkSteps } from './plan/check-steps.js';
import { dryRunText } from './plan/dry-run.js';
import { planForecast } from './plan/forecast.js';
import { newRun, openRun, unfinishedRun } from './plan/open-run.js';
import { eventText, outcomeText } from './plan/plan-text.js';
import { type PlanFile, readPlanFile } from './plan/read-plan-file.js';
import { type RunUnderWay, startRun } from './plan/start-run.js';
import type { StepReader } from './plan/step-command.js';
import { stepFlags } from './plan/step-flags.js';
import { readPlainFile } from './read-plain-file.js';
import { refuse } from './refuse.js';
import { programSurroundings } from './surroundings.js';

/** `plimsoll plan`: does the steps of a plan, or what is left of them. */
export async function plan({ positionals, settings }: SetupCommand, io: Io): Promise<ExitCode> {
  const [path] = positionals;
  if (path === undefined) {
    return refuse(
      [{ path: 'arguments', message: 'expected a plan file, got none', hint: 'plimsoll plan plan.json' }],
      io,
    );
  }
  const unwritable = outputProblem(settings.output);
  const reading = readPlanFile(path, readPlainFile);
  const problems: Problem[] = [
    ...(unwritable === null ? [] : [unwritable]),
    ...(reading.kind === 'ok' ? [] : reading.problems),
  ];
  if (problems.length > 0 || reading.kind === 'problems') return refuse(problems, io);
  const reader: StepReader = {
    plan: reading.plan,
    file: reading.file,
    folder: reading.folder,
    around: programSurroundings(io.env),
    readFile: readPlainFile,
    flags: stepFlags(settings),
    allowed: new Set(settings.allow ?? []),
  };
  const checked = checkSteps(reading.plan, reader);
  if (checked.kind === 'problems') return refuse(checked.problems, io);
  if (settings.dryRun === true) {
    const forecast = planForecast(reading.plan, checked.forecasts);
    const written = await giveText(
      { kind: 'plan-forecast', name: reading.plan.name, ...forecast, unconfirmedHosts: checked.hosts },
      dryRunText(reading.plan, forecast, checked.hosts),
      settings.output,
      io,
    );
    return written ? exitCodes.met : exitCodes.usage;
  }
  const allowed = await confirmAll(checked.hosts, checked.unconfirmed, settings.headless === true, io);
  if (typeof allowed === 'number') return allowed;
  return perform(reading, { ...reader, allowed: new Set([...reader.allowed, ...allowed]) }, settings, io);
}

/** The hosts once they have all been confirmed, or the exit code where they have not. */
async function confirmAll(
  hosts: readonly string[],
  problems: readonly Problem[],
  headless: boolean,
  io: Io,
): Promise<readonly string[] | ExitCode> {
  if (hosts.length > 0 && (headless || !canAsk(io))) return refuse(problems, io);
  for (const host of hosts) {
    const confirmation = await confirmHost(host, io);
    if (confirmation === 'interrupted') return exitCodes.interrupted;
    if (confirmation === 'confirmed') continue;
    io.stderr.write(`plimsoll: that is not the name of ${host}, so nothing was sent\n`);
    return exitCodes.usage;
  }
  return hosts;
}

async function perform(
  planFile: PlanFile,
  reader: StepReader,
  settings: SetupCommand['settings'],
  io: Io,
): Promise<ExitCode> {
  const clock = createSystemClock();
  const say = (line: string): void => void io.stderr.write(`${line}\n`);
  const refused = (message: string, hint: string | null): ExitCode => refuse([{ path: 'plan', message, hint }], io);
  const runs = join(stateFolder(io.env), 'plans', fileKey(planFile.plan.name, planFile.file));
  try {
    const unfinished = unfinishedRun(runs, planFile);
    if (settings.resume === true && unfinished === null) {
      return refused('expected a run that is not over, got none', 'begin one: leave out --resume');
    }
    const opening = openRun(
      runs,
      settings.resume === true && unfinished !== null ? unfinished : newRun(runs, planFile, clock),
      planFile,
      clock,
    );
    if (opening.kind === 'refused') return refused(opening.reason.replace(/\.$/, ''), null);
    if (unfinished !== null && unfinished !== opening.id) {
      say(`plimsoll: the run ${unfinished} of this plan is not over; --resume would have taken it up again`);
    }
    say(`${planFile.plan.name}: run ${opening.id}`);
    const tell: Parameters<typeof startRun>[2]['tell'] = (event, state) => {
      const text = eventText(planFile.plan, event, state);
      if (text !== null) say(text);
    };
    const run = startRun(planFile, opening, { clock, reader, env: io.env, say, tell });
    const stopListening = listen(run, settings.headless === true, say, io);
    try {
      const { outcome, exitCode } = await run.ended;
      const written = await giveText(
        outcome,
        outcomeText(outcome),
        settings.output,
        io,
        ` The journal is in ${opening.folder}.`,
      );
      return written ? exitCode : exitCodes.usage;
    } finally {
      stopListening();
    }
  } catch (error) {
    io.stderr.write(`plimsoll: the plan could not be kept: ${messageOf(error)}\n`);
    return exitCodes.unmeasured;
  }
}

/** Lets signals, and the lines of whoever sits at a terminal, end steps or the whole. Returns the end of listening. */
function listen(run: RunUnderWay, headless: boolean, say: (line: string) => void, io: Io): () => void {
  let signals = 0;
  const ignoreSignals = io.onSignal((signal) => {
    signals += 1;
    if (signals === 1) say(`plimsoll: ${signal}: ending the plan (again to leave at once; --resume takes it up again)`);
    run.stop(`interrupted by ${signal}`);
  });
  if (headless || !isAtTerminal(io)) return ignoreSignals;
  const lines = createInterface({ input: io.stdin, terminal: false });
  lines.on('line', (line) => {
    const word = line.trim().toLowerCase();
    if (word === 'e') run.endSteps();
    else if (word === 'q') run.stop('ended by key');
    else
      say(
        'e and enter: end the step under way, and go on; q and enter: end the plan, to be taken up again by --resume',
      );
  });
  say('e and enter ends the step under way; q and enter ends the plan');
  return () => {
    ignoreSignals();
    lines.close();
  };
}
