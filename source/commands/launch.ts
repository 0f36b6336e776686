import { randomBytes } from 'node:crypto';
import type { SessionHead } from '../model/events.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { readGeneratorFacts } from '../record/generator-facts.js';
import { createRecorder } from '../record/session-file.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import { type Clock, createSystemClock } from '../time/clock.js';
import { endRecording, recordedText } from './end-recording.js';
import type { CheckCommand, Command, RecordCommand, SetupCommand } from './invocation.js';
import { hasScreen, type Io, isAtTerminal } from './io.js';
import type { Launch, Recording, SessionParts, Showing } from './launch-wish.js';
import { folderProblem, logProblem, outputProblem } from './output-problem.js';
import { performOnLines } from './perform-on-lines.js';
import { problemText } from './problem-text.js';
import { startProgramLog } from './program-log.js';
import { publishSession } from './publish-session.js';
import { readAlerts } from './read-alerts.js';
import { refuse } from './refuse.js';
import { secretReader, unlockAhead, watchedSecrets } from './secret-reader.js';
import { lastWords } from './unblocked-terminal.js';
import { version } from './version.js';

/** The check before load gives up after this, however long a request of the load itself may take. */
const longestCheckMs = 5000;

/** How long receivers of metrics may keep the program from ending. */
const longestFarewellMs = 3000;

/** Five readings of a server at one a second, the first of which tells no CPU use, and some patience. */
const longestBaselineMs = 10_000;

/** What every command that begins a session takes from its command line in the same way. */
export function sessionParts(command: SessionCommand, io: Io): SessionParts {
  const { config, output } = command;
  return {
    objectives: config.objectives,
    servers: config.servers,
    streams: config.streams,
    arrivals: config.load.arrivals,
    seed: config.load.seed,
    sessionsFolder: sessionsFolder(config.sessions.folder, io.env),
    checkTimeoutMs: Math.min(longestCheckMs, config.load.timeoutMs),
    coolDownLimitMs: config.load.coolDownLimitMs,
    baselineLimitMs: watchesAtRest.has(command.command) ? longestBaselineMs : 0,
    showing: showingOf(output.headless, config.screen.isPlain, io),
    screen: config.screen,
    alerts: config.alerts,
    output: output.file,
    metricsFile: output.metricsFile,
    verdict: output.verdict,
    name: config.sessions.name,
    plan: config,
    recipe: command.recipe,
  };
}

/** Commands whose sessions cool down to what the servers do at rest. */
const watchesAtRest: ReadonlySet<string> = new Set(['discover', 'bench', 'jobs']);

type SessionCommand = Exclude<Command, CheckCommand | RecordCommand | SetupCommand>;

/** There is no screen where it is not wanted or there is no terminal to draw it on; a dumb one has somebody who reads lines. */
function showingOf(headless: boolean, isPlain: boolean, io: Io): Showing {
  if (headless) return 'progress';
  if (isPlain) return 'sentences';
  if (hasScreen(io)) return 'screen';
  return isAtTerminal(io) ? 'sentences' : 'progress';
}

/** Starts the session, records it, shows it on the terminal or as progress lines, and returns its exit code. */
export async function launch(wanted: Launch, io: Io): Promise<ExitCode> {
  const unwritable =
    outputProblem(wanted.output) ??
    outputProblem(wanted.metricsFile, '--metrics-file') ??
    outputProblem(wanted.verdict.junitFile, '--junit') ??
    logProblem(wanted.plan.publish.log?.file ?? null) ??
    folderProblem(wanted.sessionsFolder);
  if (unwritable !== null) {
    io.stderr.write(`plimsoll: ${problemText(unwritable)}\n`);
    return exitCodes.usage;
  }
  const alerts = await readAlerts(wanted.alerts, io);
  if (alerts.kind === 'problems') return refuse(alerts.problems, io);
  const readSecret = secretReader(io);
  await unlockAhead(watchedSecrets({ ...wanted, publish: wanted.plan.publish }), readSecret);
  const clock = createSystemClock();
  const head = headOf(wanted, clock);
  const published = await publishSession(wanted.plan.publish, head, clock, io);
  if (published.kind === 'problems') return refuse(published.problems, io);
  const { publishing } = published;
  const say = (sentence: string): void => void io.stderr.write(`plimsoll: ${sentence}\n`);
  const log = await startProgramLog(wanted.plan, head, clock, say);
  const problems: string[] = [];
  let tellStop = (_: string): void => {};
  const origin = { plan: wanted.plan, recipe: wanted.recipe, generator: readGeneratorFacts() };
  const onProblem = (sentence: string): void => {
    problems.push(sentence);
    log.problem(sentence);
    tellStop(sentence);
  };
  const recorder = createRecorder(wanted.sessionsFolder, head, clock, onProblem, origin);
  if (recorder.file !== null) io.onSession?.({ id: head.id, file: recorder.file });
  const recording: Recording = {
    sink(event) {
      recorder.sink(event);
      publishing.sink(event);
      log.sink(event);
    },
    isRecording: () => recorder.file !== null && problems.length === 0,
    onStop(tell) {
      problems.forEach(tell);
      tellStop = tell;
    },
  };
  let told = io;
  let code: ExitCode;
  try {
    const perform = wanted.showing === 'screen' ? (await import('./terminal.js')).performInTerminal : performOnLines;
    code = await perform({ ...wanted, alertPlan: alerts.plan, readSecret, publishing }, head, clock, recording, io);
    if (wanted.showing === 'screen' && code === exitCodes.interrupted) told = lastWords(io);
    await endRecording(recorder, told);
    // A record that is not whole is an answer that could not be written where it was to go.
    if (problems.length > 0) code = exitCodes.usage;
    log.ended(code);
  } catch (error) {
    log.failed(error);
    throw error;
  } finally {
    await endRecording(recorder, told);
    for (const loss of await publishing.close(longestFarewellMs)) told.stderr.write(`plimsoll: ${loss}\n`);
    await log.close();
    if (wanted.showing === 'screen') for (const problem of problems) told.stderr.write(`plimsoll: ${problem}\n`);
    told.stderr.write(`${recordedText(recorder, problems.length === 0)}\n`);
  }
  return code;
}

function headOf(wanted: Launch, clock: Clock): SessionHead {
  return {
    id: randomBytes(4).toString('hex'),
    kind: wanted.kind,
    ...(wanted.name === null ? {} : { name: wanted.name }),
    target: wanted.target,
    objectives: wanted.objectives,
    servers: wanted.servers,
    streams: wanted.streams,
    startedAt: new Date(clock.wallMs()).toISOString(),
    version,
    arrivals: wanted.arrivals,
    seed: wanted.seed,
  };
}
