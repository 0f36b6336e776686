import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import type { Settings } from '../config/settings.js';
import { messageOf } from '../model/error.js';
import type { SessionHead } from '../model/events.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import type { ImportedFrom, ImportTool } from '../model/imported.js';
import type { LoadInterval } from '../model/load.js';
import { plainText } from '../model/plain-text.js';
import { createRecorder } from '../record/session-file.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import { type ImportedTest, importFile } from '../report/import/import-file.js';
import { importedSentence } from '../report/import/sentence.js';
import { createVirtualClock } from '../time/virtual-clock.js';
import { type ImportSource, openImportSource } from './import-source.js';
import type { RecordCommand } from './invocation.js';
import type { Io } from './io.js';
import { folderProblem } from './output-problem.js';
import { refuse } from './refuse.js';
import { version } from './version.js';

/** `plimsoll import`: a session of each result file of another program. */
export async function importResults({ positionals, settings }: RecordCommand, io: Io): Promise<ExitCode> {
  if (positionals.length === 0) {
    const message = 'expected a file of results, got none';
    return refuse([{ path: 'arguments', message, hint: 'plimsoll import wrk.txt' }], io);
  }
  const folder = sessionsFolder(settings.sessions, io.env);
  const unwritable = folderProblem(folder);
  if (unwritable !== null) return refuse([{ ...unwritable, hint: null }], io);
  let code: ExitCode = exitCodes.met;
  for (const file of positionals) {
    const ended = await importOne(file, folder, settings, io);
    if (ended !== exitCodes.met) code = ended;
  }
  return code;
}

/** Whether a file is what the user says that it is: wrk and wrk2 print alike. */
function isFrom(tool: ImportTool, wanted: string): boolean {
  return tool === wanted || (tool === 'wrk2' && wanted === 'wrk');
}

/** Reads and records one file; what it says of it goes to `io`. */
async function importOne(path: string, folder: string, settings: Settings, io: Io): Promise<ExitCode> {
  let source: ImportSource;
  try {
    source = await openImportSource(path, io);
  } catch (error) {
    const message = `expected a file that can be read: ${messageOf(error)}`;
    return refuse([{ path: plainText(path, 200), message, hint: null }], io);
  }
  try {
    const reading = await importFile(source.file, source.name);
    if (reading.kind === 'faulty') {
      return refuse([{ path: plainText(path, 200), message: reading.message, hint: reading.hint }], io);
    }
    const { tool } = reading.test.from;
    const wanted = settings.importSource;
    if (wanted !== null && !isFrom(tool, wanted)) {
      const message = `expected results of ${wanted}, got some of ${tool} in ${plainText(path, 200)}`;
      return refuse([{ path: '--from', message, hint: null }], io);
    }
    return await record(reading.test, folder, settings.sessionName, io);
  } catch (error) {
    const message = `expected a file that can be read to its end: ${messageOf(error)}`;
    return refuse([{ path: plainText(path, 200), message, hint: null }], io);
  } finally {
    source.close();
  }
}

async function record(test: ImportedTest, folder: string, name: string | null, io: Io): Promise<ExitCode> {
  const problems: string[] = [];
  const clock = createVirtualClock(test.startedMs);
  const head = headOf(test, name);
  const recorder = createRecorder(folder, head, clock, (sentence) => problems.push(sentence));
  recorder.sink({ atMs: 0, kind: 'session/started', head });
  const warn = (text: string): void => recorder.sink({ atMs: clock.nowMs(), kind: 'note', severity: 'warning', text });
  test.from.validity.reasons.forEach(warn);
  const { readSeconds } = test;
  const reason = `as ${test.from.tool} told`;
  // Without it whoever plays the session would see an idle load.
  if (readSeconds !== null) {
    recorder.sink({ atMs: 0, kind: 'run/state', from: 'idle', to: 'running', cause: 'plan', reason });
  }
  const give = (interval: LoadInterval): void => {
    const atMs = interval.startMs + interval.durationMs;
    clock.advance(Math.max(0, atMs - clock.nowMs()));
    recorder.sink({ atMs, kind: 'load/interval', interval });
  };
  const further = await readSeconds?.(give).catch((error: unknown) => {
    recorder.close();
    // Half of a test is none.
    if (recorder.file !== null) rmSync(recorder.file, { force: true });
    throw error;
  });
  further?.forEach(warn);
  const sentence = importedSentence(test.from);
  clock.advance(Math.max(0, test.durationMs - clock.nowMs()));
  const atMs = clock.nowMs();
  if (readSeconds !== null) {
    recorder.sink({ atMs, kind: 'run/state', from: 'running', to: 'finished', cause: 'plan', reason });
  }
  recorder.sink({ atMs, kind: 'note', severity: 'info', text: sentence });
  recorder.sink({ atMs, kind: 'session/ended', reason: 'imported' });
  recorder.close();
  if (recorder.file === null || problems.length > 0) {
    for (const problem of problems) io.stderr.write(`plimsoll: ${problem}\n`);
    return exitCodes.usage;
  }
  io.stdout.write(`${head.id} ${sentence}\n`);
  for (const reason of [...test.from.validity.reasons, ...(further ?? [])]) io.stderr.write(`note: ${reason}\n`);
  io.stderr.write(`session recorded: ${plainText(recorder.file, 4096)}\n`);
  return exitCodes.met;
}

function headOf({ from, startedMs, target }: ImportedTest, name: string | null): SessionHead {
  return {
    id: randomBytes(4).toString('hex'),
    kind: 'imported',
    ...(name === null ? {} : { name }),
    target,
    objectives: [],
    servers: [],
    streams: [],
    startedAt: new Date(startedMs).toISOString(),
    version,
    // Neither is known of another program: whatever is said here, `imported` says that nobody said it.
    arrivals: arrivalsOf(from),
    seed: 0,
    imported: from,
  };
}

/** vegeta and wrk2 keep an even pace; of a closed loop the word means nothing. */
function arrivalsOf({ loop }: ImportedFrom): 'poisson' | 'paced' {
  return loop === 'open' ? 'paced' : 'poisson';
}
