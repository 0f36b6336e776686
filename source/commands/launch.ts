import { randomBytes } from 'node:crypto';
import type { AlertsConfig } from '../config/alert-parts.js';
import type { ReadSecret } from '../config/authorization.js';
import type { Config, ScreenConfig } from '../config/config.js';
import type { AlertPlan } from '../engine/alert/alerts.js';
import type { EventSink, SessionEvent, SessionHead, SessionKind } from '../model/events.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import type { Objective } from '../model/objective.js';
import type { Recipe } from '../model/recipe.js';
import type { ServerSpec } from '../model/server.js';
import type { StreamSpec } from '../model/stream.js';
import type { Publishing } from '../publish/publishing.js';
import { readGeneratorFacts } from '../record/generator-facts.js';
import { createRecorder } from '../record/session-file.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import type { Job, Session } from '../session/session.js';
import { createStore } from '../store/store.js';
import { type Clock, createSystemClock } from '../time/clock.js';
import { createPlainText } from '../ui/plain.js';
import { giveAnswer } from './answer.js';
import { endRecording, recordedText } from './end-recording.js';
import { exitCodeOf } from './exit-code-of.js';
import type { CheckCommand, Command, RecordCommand, SetupCommand } from './invocation.js';
import { hasScreen, type Io, isAtTerminal } from './io.js';
import { steerByLines } from './line-steering.js';
import { createMetricsKeeper, type MetricsKeeper } from './metrics-file.js';
import { folderProblem, logProblem, outputProblem } from './output-problem.js';
import { problemText } from './problem-text.js';
import { startProgramLog } from './program-log.js';
import { createProgress } from './progress.js';
import { publishSession } from './publish-session.js';
import { readAlerts } from './read-alerts.js';
import { refuse } from './refuse.js';
import { secretReader, unlockAhead, watchedSecrets } from './secret-reader.js';
import { tellVerdict, type VerdictOutput } from './tell-verdict.js';
import { lastWords } from './unblocked-terminal.js';
import { version } from './version.js';

/** One session as a command wants it. */
export type Launch = {
  readonly kind: SessionKind;
  readonly target: string | null;
  readonly objectives: readonly Objective[];
  readonly servers: readonly ServerSpec[];
  readonly streams: readonly StreamSpec[];
  readonly arrivals: 'poisson' | 'paced';
  readonly seed: number;
  readonly job: Job;
  readonly sessionsFolder: string;
  readonly checkTimeoutMs: number;
  readonly coolDownLimitMs: number;
  /** How long a search watches its servers at rest first; 0: not at all. */
  readonly baselineLimitMs: number;
  readonly showing: Showing;
  readonly screen: ScreenConfig;
  readonly alerts: AlertsConfig;
  readonly output: string | null;
  readonly metricsFile: string | null;
  readonly verdict: VerdictOutput;
  /** What the user calls the session; null: nothing. */
  readonly name: string | null;
  /** The whole config, and how to ask for it again, for the record. */
  readonly plan: Config;
  readonly recipe: Recipe;
};

/**
 * A launch whose rules are read and whose channels have their secrets (null: no rules), how those of servers and streams are
 * read, and by what it is being published.
 */
export type ReadyLaunch = Launch & {
  readonly alertPlan: AlertPlan | null;
  readonly readSecret: ReadSecret;
  readonly publishing: Publishing;
};

/** How a session is seen: on a screen, in sentences on stdout, or as progress lines on stderr. */
export type Showing = 'screen' | 'sentences' | 'progress';

/** How a session is being recorded. */
export type Recording = {
  readonly sink: EventSink;
  readonly isRecording: () => boolean;
  /** Says why recording has stopped, at once where it has: a sentence for everybody who watches. */
  readonly onStop: (tell: (sentence: string) => void) => void;
};

/** What every session command takes from its command line in the same way. */
export type SessionParts = Pick<
  Launch,
  | 'objectives'
  | 'servers'
  | 'streams'
  | 'arrivals'
  | 'seed'
  | 'sessionsFolder'
  | 'checkTimeoutMs'
  | 'coolDownLimitMs'
  | 'baselineLimitMs'
  | 'showing'
  | 'screen'
  | 'alerts'
  | 'output'
  | 'metricsFile'
  | 'verdict'
  | 'name'
  | 'plan'
  | 'recipe'
>;

/** The check before load gives up after this, however long a request of the load itself may take. */
const longestCheckMs = 5000;

/** How long receivers of metrics may keep the program from ending. */
const longestFarewellMs = 3000;

/** Five readings of a server at one a second, the first of which tells no CPU use, and some patience. */
const longestBaselineMs = 10_000;

/** Reads them. */
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

/** A session without a screen: progress on stderr or sentences on stdout, the answer on stdout. The first signal ends it properly, the second at once. */
async function performOnLines(
  wanted: ReadyLaunch,
  head: SessionHead,
  clock: Clock,
  recording: Recording,
  io: Io,
): Promise<ExitCode> {
  const isSpoken = wanted.showing === 'sentences';
  // Where stdout is to have nothing but the answer, sentences make way for it.
  const out = isSpoken && wanted.output !== '-' ? io.stdout : io.stderr;
  const say = (line: string): void => void out.write(`${line}\n`);
  const store = createStore();
  const progress = isSpoken ? createPlainText(say, store) : createProgress(say);
  const { startSession } = await import('../session/session.js');
  const session = startSession({
    head,
    job: wanted.job,
    clock,
    sinks: [recording.sink, progress],
    checkTimeoutMs: wanted.checkTimeoutMs,
    coolDownLimitMs: wanted.coolDownLimitMs,
    baselineLimitMs: wanted.baselineLimitMs,
    alerts: wanted.alertPlan,
    readSecret: wanted.readSecret,
  });
  // Whoever sits at a terminal and has no screen steers by lines.
  const tell = (event: SessionEvent): void => {
    recording.sink(event);
    progress(event);
  };
  const { isReadOnly } = wanted.screen;
  const stopListening =
    isSpoken && isAtTerminal(io) ? steerByLines({ session, store, clock, isReadOnly, say, tell }, io) : () => {};
  recording.onStop((sentence) => session.tell('critical', sentence));
  wanted.publishing.onNews(session.tell);
  let interrupted = false;
  let giveUp: (() => void) | null = null;
  const impatient = new Promise<void>((resolve) => {
    giveUp = resolve;
  });
  const ignoreSignals = io.onSignal((signal, why) => {
    if (interrupted) {
      giveUp?.();
      return;
    }
    interrupted = true;
    const what = why === undefined ? signal : why;
    const how = why === undefined ? ' (again to leave at once)' : '';
    io.stderr.write(`plimsoll: ${what}: ending the session${how}\n`);
    void session.close(why ?? `interrupted by ${signal}`, why);
  });
  try {
    const ended = await Promise.race([session.firstEnd, impatient]);
    if (ended === undefined) return exitCodes.interrupted;
    await Promise.race([session.close('finished'), impatient]);
    writeMetrics(wanted, createMetricsKeeper(head), session, io);
    const written = await giveAnswer(ended, wanted.output, io);
    const told = tellVerdict({ end: ended, isCut: interrupted, head, durationMs: clock.nowMs() }, wanted.verdict, io);
    const code = exitCodeOf(ended, interrupted);
    return written && told ? code : exitCodes.usage;
  } finally {
    ignoreSignals();
    stopListening();
  }
}

/** Writes the metrics file where one was asked for; what is in the way is said on stderr. */
export function writeMetrics(
  { metricsFile }: Pick<Launch, 'metricsFile'>,
  keeper: MetricsKeeper,
  session: Pick<Session, 'metrics'>,
  io: Pick<Io, 'stderr'>,
): void {
  const failed = metricsFile === null ? null : keeper.write(metricsFile, session.metrics());
  if (failed !== null) io.stderr.write(`plimsoll: ${failed}\n`);
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
