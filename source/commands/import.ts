import { randomBytes } from 'node:crypto';
import type { SessionEvent, SessionHead } from '../model/events.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import type { ImportedFrom, ImportTool } from '../model/imported.js';
import { plainText } from '../model/plain-text.js';
import { createRecorder } from '../record/session-file.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import { type ImportedTest, importFile } from '../report/import/import-file.js';
import { importedSentence } from '../report/import/sentence.js';
import { createVirtualClock } from '../time/virtual-clock.js';
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
    const ended = await importOne(file, folder, settings.importSource, io);
    if (ended !== exitCodes.met) code = ended;
  }
  return code;
}

/** Whether a file is what the user says that it is: wrk and wrk2 print alike. */
function isFrom(tool: ImportTool, wanted: string): boolean {
  return tool === wanted || (tool === 'wrk2' && wanted === 'wrk');
}

async function importOne(file: string, folder: string, wanted: string | null, io: Io): Promise<ExitCode> {
  // What happened must be known before the head of the session is: it says what the whole was.
  const intervals: SessionEvent[] = [];
  const reading = await importFile(file, () => (event) => intervals.push(event));
  if (reading.kind === 'faulty') {
    return refuse([{ path: plainText(file, 200), message: reading.message, hint: reading.hint }], io);
  }
  const { test } = reading;
  if (wanted !== null && !isFrom(test.from.tool, wanted)) {
    const message = `expected results of ${wanted}, got some of ${test.from.tool} in ${plainText(file, 200)}`;
    return refuse([{ path: '--from', message, hint: null }], io);
  }
  const problems: string[] = [];
  const clock = createVirtualClock(test.startedMs);
  const head = headOf(test);
  const recorder = createRecorder(folder, head, clock, (sentence) => problems.push(sentence));
  recorder.sink({ atMs: 0, kind: 'session/started', head });
  for (const reason of test.from.validity.reasons)
    recorder.sink({ atMs: 0, kind: 'note', severity: 'warning', text: reason });
  for (const event of intervals) {
    clock.advance(Math.max(0, event.atMs - clock.nowMs()));
    recorder.sink(event);
  }
  const sentence = importedSentence(test.from);
  clock.advance(Math.max(0, test.durationMs - clock.nowMs()));
  const atMs = clock.nowMs();
  recorder.sink({ atMs, kind: 'note', severity: 'info', text: sentence });
  recorder.sink({ atMs, kind: 'session/ended', reason: 'imported' });
  recorder.close();
  if (recorder.file === null || problems.length > 0) {
    for (const problem of problems) io.stderr.write(`plimsoll: ${problem}\n`);
    return exitCodes.usage;
  }
  io.stdout.write(`${head.id} ${sentence}\n`);
  for (const reason of test.from.validity.reasons) io.stderr.write(`note: ${reason}\n`);
  io.stderr.write(`session recorded: ${plainText(recorder.file, 4096)}\n`);
  return exitCodes.met;
}

function headOf({ from, startedMs, target }: ImportedTest): SessionHead {
  return {
    id: randomBytes(4).toString('hex'),
    kind: 'run',
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
