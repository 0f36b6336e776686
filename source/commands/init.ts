import { existsSync, writeFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { OptionName } from '../config/options.js';
import { parseContent } from '../config/parse.js';
import { saidKeys } from '../config/reach.js';
import { readOption } from '../config/settings.js';
import { starterText } from '../config/starter.js';
import { unnamedHosts } from '../config/target-guard.js';
import { readTargetUrl, type TargetUrl } from '../config/urls.js';
import { codeOf, messageOf, PlimsollError } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { plainText } from '../model/plain-text.js';
import { askLine, canAsk } from './ask-line.js';
import type { SetupCommand } from './invocation.js';
import type { Io } from './io.js';
import { refuse } from './refuse.js';
import { replaceFile } from './replace-file.js';
import { setTrust, trustedName, trustFile } from './trust-store.js';

const standardFile = 'plimsoll.jsonc';
const standardObjectives = ['p99 < 250ms', 'errors < 1%'];
const carefulRate = '100/s';

/**
 * `plimsoll init [FILE]`: writes a first config, of flags, or of answers where somebody sits at a terminal. A file that is
 * there is never written over unasked. What it writes as a project file is trusted: it is the user's own.
 */
export async function init({ positionals, settings }: SetupCommand, io: Io): Promise<ExitCode> {
  const file = positionals[0] ?? standardFile;
  const isProject = /^plimsoll\.jsonc?$/.test(basename(file));
  const asks =
    canAsk(io) && settings.initTarget === null && settings.initServers === null && settings.initStreams === null;
  try {
    if (existsSync(file) && settings.force !== true && !(await mayReplace(file, io))) {
      const message = 'expected a path where there is no file yet, got one';
      return refuse([{ path: plainText(file, 200), message, hint: 'name another, or give --force' }], io);
    }
    const target = asks ? await askTarget(io) : settings.initTarget;
    const addresses = asks
      ? await askList('initServers', 'Servers to watch, with commas between [local]: ', ['local'], io)
      : settings.initServers;
    const objectives = asks
      ? await askList(
          'objectives',
          `What must hold, with commas between [${standardObjectives.join(', ')}]: `,
          standardObjectives,
          io,
        )
      : settings.objectives?.map(({ text }) => text);
    const [host] = target === null ? [] : unnamedHosts([{ address: target.address, allow: [] }]);
    const named = settings.maxRate === null ? null : `${settings.maxRate}/s`;
    const text = starterText({
      target: target?.url ?? null,
      allow: host ?? null,
      servers: addresses ?? ['local'],
      streams: settings.initStreams ?? [],
      objectives: objectives ?? standardObjectives,
      // A search of a host that is not this machine needs one.
      maxRate: named ?? (host === undefined ? null : carefulRate),
    });
    const checked = parseContent(text);
    if (checked.kind === 'problems') return refuse(checked.problems, io);
    if (existsSync(file)) replaceFile(file, text);
    // Whoever made a file there meanwhile keeps it.
    else writeFileSync(file, text, { flag: 'wx' });
    if (isProject) {
      const said = saidKeys(checked.content, checked.environments);
      setTrust(trustFile(io.env), trustedName(resolve(file)), said);
    }
  } catch (error) {
    if (codeOf(error) === 'interrupted') return exitCodes.interrupted;
    const message = `expected to write a config: ${plainText(messageOf(error), 300)}`;
    return refuse([{ path: plainText(file, 200), message, hint: null }], io);
  }
  const shown = plainText(file, 200);
  io.stdout.write(`${shown} is written. Try what it names: plimsoll check ${shown}\n`);
  if (isProject) {
    io.stdout.write('It is trusted as it stands. When you have changed what it says, trust it again: plimsoll trust\n');
  }
  return exitCodes.met;
}

async function mayReplace(file: string, io: Io): Promise<boolean> {
  if (!canAsk(io)) return false;
  return (await line(`${plainText(file, 200)} is there. Type yes to write over it: `, io)) === 'yes';
}

async function askTarget(io: Io): Promise<TargetUrl | null> {
  for (;;) {
    const typed = await line('URL of the target (nothing: none yet): ', io);
    if (typed === '') return null;
    const reading = readTargetUrl(typed);
    if (reading.kind === 'ok') return reading.value;
    for (const { message, hint } of reading.faults) io.stderr.write(`${message}${hint === null ? '' : ` (${hint})`}\n`);
  }
}

/** Asks for a list, until every entry of it can be read. */
async function askList(
  name: OptionName,
  question: string,
  standard: readonly string[],
  io: Io,
): Promise<readonly string[]> {
  for (;;) {
    const typed = await line(question, io);
    const entries = typed === '' ? standard : typed.split(',').map((entry) => entry.trim());
    const reading = readOption(name, entries);
    if (reading.kind === 'ok') return entries;
    for (const { message, hint } of reading.faults) io.stderr.write(`${message}${hint === null ? '' : ` (${hint})`}\n`);
  }
}

async function line(question: string, io: Io): Promise<string> {
  const typed = await askLine(question, io);
  if (typed.kind === 'line') return typed.text.trim();
  throw new PlimsollError('interrupted', 'interrupted before all was answered');
}
