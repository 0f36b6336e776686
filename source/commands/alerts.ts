import { closest, suggestion } from '../config/nearest.js';
import type { ConfigReading } from '../config/resolve.js';
import type { Settings } from '../config/settings.js';
import { replayAlerts } from '../engine/alert/alerts.js';
import { readInhibitions, readRules } from '../engine/alert/read-rule.js';
import type { Alert } from '../model/alert.js';
import { clockText } from '../model/clock-text.js';
import { messageOf } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import { readSession } from '../record/read-session.js';
import { sessionsFolder } from '../record/sessions-folder.js';
import { alertText } from '../store/alert-words.js';
import { createSystemClock } from '../time/clock.js';
import { askedForTrust } from './ask-trust.js';
import { findSession } from './find-session.js';
import { gatherLayers, layerFlags } from './gather-layers.js';
import type { RecordCommand } from './invocation.js';
import type { Io } from './io.js';
import { alertProblems, channelEntries, channelOf } from './read-alerts.js';
import { readPlainFile } from './read-plain-file.js';
import { refuse } from './refuse.js';
import { resolveLayers } from './resolve-layers.js';
import { programSurroundings } from './surroundings.js';

/** How long a channel gets when it is tried. */
const patienceMs = 15_000;

const verbs = ['check', 'test'] as const;

/** `plimsoll alerts check [CONFIG [SESSION]]` and `plimsoll alerts test CHANNEL [CONFIG]`. */
export async function alerts(command: RecordCommand, io: Io): Promise<ExitCode> {
  const [verb, ...rest] = command.positionals;
  switch (verb) {
    case 'check':
      return check(rest[0], rest[1], command, io);
    case 'test':
      return tryChannel(rest[0], rest[1], command, io);
    default: {
      const got = verb === undefined ? 'nothing' : `"${plainText(verb)}"`;
      const hint = verb === undefined ? 'write plimsoll alerts check CONFIG' : closest(verb, verbs);
      return refuse([{ path: 'alerts', message: `expected check or test, got ${got}`, hint }], io);
    }
  }
}

/** Reads the rules, and where a session is named, tells when each would have fired in it. Nobody is notified. */
async function check(
  file: string | undefined,
  session: string | undefined,
  { settings }: RecordCommand,
  io: Io,
): Promise<ExitCode> {
  const reading = await readConfig(file, settings, io);
  if (reading.kind === 'problems') return refuse(reading.problems, io);
  const { alerts: config } = reading.config;
  const problems = alertProblems(config);
  if (problems.length > 0) return refuse(problems, io);
  const { rules } = readRules(config.rules);
  const { inhibitions } = readInhibitions(config.inhibitions);
  if (session === undefined) {
    const lines = rules.map(({ name, condition }) => `${name}: for each ${condition.scope}, ${condition.text}`);
    io.stdout.write(`${rules.length === 0 ? 'there are no rules' : lines.join('\n')}\n`);
    return exitCodes.met;
  }
  const found = findSession(session, sessionsFolder(settings.sessions, io.env));
  if (found.kind === 'problem') return refuse([found.problem], io);
  const recording = readSession(found.file);
  if (recording.kind === 'unreadable') {
    return refuse([{ path: 'session', message: recording.reason, hint: null }], io);
  }
  let fired = 0;
  try {
    replayAlerts({ rules, inhibitions }, recording.events(), (event, atMs) => {
      if (event.kind !== 'state' || (event.alert.phase !== 'firing' && event.alert.phase !== 'resolved')) return;
      if (event.alert.phase === 'firing') fired += 1;
      io.stdout.write(`${lineOf(event.alert, atMs)}\n`);
    });
  } finally {
    recording.close();
  }
  const what = `${counted(rules.length, 'rule')} fired ${counted(fired, 'time')}`;
  io.stdout.write(`${what} in the session ${recording.summary.id}\n`);
  return exitCodes.met;
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

function lineOf(alert: Alert, atMs: number): string {
  return `${clockText(atMs).padStart(8)}  ${alert.phase.padEnd(8)}  ${alertText(alert)}`;
}

/** Sends one message that says that it is a test, and says what came of it. */
async function tryChannel(
  name: string | undefined,
  file: string | undefined,
  { settings }: RecordCommand,
  io: Io,
): Promise<ExitCode> {
  const usage = 'write plimsoll alerts test CHANNEL';
  if (name === undefined)
    return refuse([{ path: 'alerts test', message: 'expected a channel, got none', hint: usage }], io);
  const reading = await readConfig(file, settings, io);
  if (reading.kind === 'problems') return refuse(reading.problems, io);
  const entries = channelEntries(reading.config.alerts);
  const entry = entries.find(([known]) => known === name)?.[1];
  if (entry === undefined) {
    const hint = suggestion(
      name,
      entries.map(([known]) => known),
    );
    return refuse(
      [{ path: 'alerts test', message: `expected a channel of the config, got "${plainText(name)}"`, hint }],
      io,
    );
  }
  const problems: Problem[] = [];
  const channel = await channelOf(name, entry, io, problems);
  if (channel === null || problems.length > 0) return refuse(problems, io);
  const clock = createSystemClock();
  const controller = new AbortController();
  const cancel = clock.after(patienceMs, () => controller.abort());
  try {
    const wallMs = clock.wallMs();
    const alert = { ...testAlert, id: wallMs.toString(16).padStart(16, '0') };
    const alerts = [{ alert, firedAtMs: 0, endedAtMs: null }];
    const message = { channel: name, status: 'firing', groupLabels: { alert: alert.rule }, alerts } as const;
    await channel.send({ ...message, startedAtMs: wallMs, session: 'test' }, controller.signal);
  } catch (error) {
    const reason = controller.signal.aborted ? `no answer within ${patienceMs / 1000} s` : messageOf(error);
    io.stderr.write(`plimsoll: ${name} was not reached: ${plainText(reason, 200)}\n`);
    return exitCodes.unmeasured;
  } finally {
    cancel();
  }
  io.stdout.write(`${name} took the test message\n`);
  return exitCodes.met;
}

const testAlert: Alert = {
  id: '',
  rule: 'PlimsollTest',
  labels: { alert: 'PlimsollTest', severity: 'info' },
  annotations: { summary: 'a test of this channel: nothing is wrong' },
  severity: 'info',
  phase: 'firing',
  value: null,
  activeAtMs: 0,
  notifies: true,
};

/** The config as all its layers make it; the project's, where none is named. */
async function readConfig(file: string | undefined, settings: Settings, io: Io): Promise<ConfigReading> {
  const wanted = { positional: file ?? null, command: 'alerts', flags: layerFlags(settings) } as const;
  const gather = () => gatherLayers(wanted, readPlainFile, programSurroundings(io.env));
  const layered = await askedForTrust(gather(), gather, io);
  if (layered.kind === 'problems') return layered;
  if (file === undefined && layered.merged.leaves.length === 0) {
    const message = 'expected a config file, got none';
    const hint = 'name one; without a name it is plimsoll.jsonc, here or in a folder above';
    return { kind: 'problems', problems: [{ path: 'arguments', message, hint }] };
  }
  // No load runs here: the profile of one may lie elsewhere.
  const { profile: _, ...said } = layered.layer;
  return resolveLayers({ command: {}, file: said, flags: {} }, readPlainFile);
}
