import { realpathSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { makeFolder } from '../config/make-folder.js';
import { quoted } from '../config/quote.js';
import { codeOf, messageOf } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { plainText } from '../model/plain-text.js';
import { writeFault } from '../model/write-fault.js';
import { holdLock } from '../plan/hold-lock.js';
import { fileKey } from '../plan/plan-runs.js';
import { readSchedules } from '../plan/schedule/read-schedules.js';
import { runSchedules } from '../plan/schedule/run-schedules.js';
import { historyOf } from '../plan/schedule/schedule-history.js';
import { openScheduleJournal, readScheduleEvents } from '../plan/schedule/schedule-journal.js';
import type { Timetable } from '../plan/schedule/schedule-spec.js';
import { zonedIso } from '../plan/schedule/zoned-time.js';
import { stateFolder } from '../record/sessions-folder.js';
import { type Clock, createSystemClock } from '../time/clock.js';
import { giveText } from './answer.js';
import type { SetupCommand } from './invocation.js';
import type { Io } from './io.js';
import { checkScheduledPlans } from './plan/check-scheduled.js';
import { measureLevels } from './plan/measure-levels.js';
import { preparePlan } from './plan/prepare-scheduled.js';
import { dueText, historyText, scheduleEventText } from './plan/schedule-text.js';
import { readPlainFile } from './read-plain-file.js';
import { refuse } from './refuse.js';
import { unreadable } from './unreadable.js';

/** The clock of a machine may be set, and a laptop may sleep: so often it is looked at. */
const longestWaitMs = 30_000;

/** How many times to come `--dry-run` tells of each schedule. */
const shownTimes = 5;

/** `plimsoll schedule FILE` and `plimsoll schedule history FILE`. */
export async function schedule(command: SetupCommand, io: Io): Promise<ExitCode> {
  const [first, second] = command.positionals;
  const wantsHistory = first === 'history';
  const path = wantsHistory ? second : first;
  if (path === undefined || (!wantsHistory && second !== undefined)) {
    const got = path === undefined ? 'none' : quoted(command.positionals.join(' '));
    const message = `expected ${wantsHistory ? 'a schedule file' : 'a schedule file, or history and one'}, got ${got}`;
    return refuse([{ path: 'arguments', message, hint: 'plimsoll schedule schedule.json' }], io);
  }
  const file = resolve(path);
  let text: string;
  try {
    text = readPlainFile(file);
  } catch (error) {
    const [message, hint] = unreadable(error, 'a schedule file', null);
    return refuse([{ path: plainText(path, 200), message, hint }], io);
  }
  const folder = join(stateFolder(io.env), 'schedules', fileKey(plainKey(realpathSync(file)), file));
  if (wantsHistory) return history(join(folder, 'history.jsonl'), command, io);
  const reading = readSchedules(text, dirname(file));
  if (reading.kind === 'problems') return refuse(reading.problems, io);
  const { timetable } = reading;
  const problems = checkScheduledPlans(timetable, command.settings, io);
  if (problems.length > 0) return refuse(problems, io);
  const clock = createSystemClock();
  if (command.settings.dryRun === true) {
    const times = timesToCome(timetable, clock.wallMs());
    const written = await giveText(
      { kind: 'schedule-forecast', schedules: times },
      dueText(times),
      command.settings.output,
      io,
    );
    return written ? exitCodes.met : exitCodes.usage;
  }
  try {
    makeFolder(folder, 0o700);
    return await run(folder, timetable, command, clock, io);
  } catch (error) {
    io.stderr.write(`plimsoll: the history could not be kept in ${plainText(folder, 200)}: ${writeFault(error)}\n`);
    return exitCodes.unmeasured;
  }
}

async function run(
  folder: string,
  timetable: Timetable,
  command: SetupCommand,
  clock: Clock,
  io: Io,
): Promise<ExitCode> {
  const locking = holdLock(join(folder, 'lock'));
  if (locking.kind === 'taken') {
    const who = locking.pid === null ? 'another process' : `process ${locking.pid}`;
    return refuse(
      [
        {
          path: 'schedule',
          message: `expected nobody else to run this file, but ${who} does`,
          hint: 'end that one first',
        },
      ],
      io,
    );
  }
  const say = (line: string): void => void io.stderr.write(`${line}\n`);
  const stamped = (line: string): void => say(`${new Date(clock.wallMs()).toISOString()}  ${line}`);
  const journal = openScheduleJournal(join(folder, 'history.jsonl'));
  try {
    const runner = runSchedules(timetable, journal.states, {
      clock,
      longestWaitMs,
      append: journal.append,
      prepare: (wanted, earlier) =>
        preparePlan(wanted, earlier, { clock, settings: command.settings, env: io.env, say }),
      measure: (wanted) => measureLevels(wanted, clock, command.settings, io),
      tell: (event) => stamped(scheduleEventText(event)),
    });
    const { length } = timetable.schedules;
    stamped(`${length} ${length === 1 ? 'schedule' : 'schedules'}; the history is in ${folder}`);
    let signals = 0;
    const ignoreSignals = io.onSignal((signal) => {
      signals += 1;
      if (signals === 1) say(`plimsoll: ${signal}: ending what is under way (again to leave at once)`);
      runner.stop(`interrupted by ${signal}`);
    });
    try {
      await runner.ended;
      // To be ended by a signal is how a service ends.
      return exitCodes.met;
    } finally {
      ignoreSignals();
    }
  } finally {
    journal.close();
    locking.lock.release();
  }
}

async function history(path: string, { settings }: SetupCommand, io: Io): Promise<ExitCode> {
  try {
    const entries = historyOf(readScheduleEvents(path));
    const text = settings.json === true ? JSON.stringify(entries, null, 2) : historyText(entries);
    io.stdout.write(`${text}\n`);
    return exitCodes.met;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return refuse(
        [{ path: 'schedule', message: 'expected a history, got none: nobody has run this file yet', hint: null }],
        io,
      );
    }
    return refuse([{ path: 'schedule', message: messageOf(error), hint: null }], io);
  }
}

function timesToCome({ schedules }: Timetable, nowMs: number) {
  return schedules.map(({ name, times }) => {
    const due: string[] = [];
    for (let at = times.next(nowMs); at !== null && due.length < shownTimes; at = times.next(at))
      due.push(zonedIso(at, times.zone));
    return { schedule: name, zone: times.zone, cron: times.text, due };
  });
}

/** A folder's name made of that of a file. */
function plainKey(file: string): string {
  return basename(file)
    .replace(/\.jsonc?$/i, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .slice(0, 40);
}
