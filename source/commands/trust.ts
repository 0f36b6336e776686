import { resolve } from 'node:path';
import { parseContent } from '../config/parse.js';
import { saidKeys } from '../config/reach.js';
import { messageOf } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { plainText } from '../model/plain-text.js';
import type { SetupCommand } from './invocation.js';
import type { Io } from './io.js';
import { readPlainFile } from './read-plain-file.js';
import { refuse } from './refuse.js';
import { nearestProject, programSurroundings } from './surroundings.js';
import { setTrust, trustedName, trustFile } from './trust-store.js';
import { unreadable } from './unreadable.js';

/** `plimsoll trust [FILE]`: from now on, and as it stands, a project file may name servers, hosts and commands. */
export async function trust({ positionals, settings }: SetupCommand, io: Io): Promise<ExitCode> {
  const [named] = positionals;
  const file = named ?? nearestProject(programSurroundings(io.env), readPlainFile);
  if (file === null) {
    const message = 'expected a project file here or in a folder above, got none';
    return refuse([{ path: 'plimsoll.json', message, hint: 'name one: plimsoll trust FILE' }], io);
  }
  const path = resolve(file);
  const shown = plainText(path, 200);
  let text: string;
  try {
    text = readPlainFile(path);
  } catch (error) {
    return refuse([{ path: shown, ...sentence(unreadable(error, 'a project file', null)) }], io);
  }
  const parsed = parseContent(text);
  const isRevoked = settings.revoke === true;
  // What cannot be read as a config would be trusted unseen.
  if (parsed.kind === 'problems' && !isRevoked) return refuse(parsed.problems, io);
  const said = parsed.kind === 'ok' ? saidKeys(parsed.content, parsed.environments) : [];
  try {
    setTrust(trustFile(io.env), trustedName(path), isRevoked ? null : said);
  } catch (error) {
    const message = `expected to keep what is trusted in ${plainText(trustFile(io.env), 200)}: ${plainText(messageOf(error), 200)}`;
    return refuse([{ path: 'trust', message, hint: null }], io);
  }
  if (isRevoked) {
    io.stdout.write(`${shown} is not trusted any more\n`);
    return exitCodes.met;
  }
  const keys = said.filter(({ isReaching }) => isReaching).map(({ key }) => key);
  const added = keys.length === 0 ? 'it names nothing that needs trust' : `it may set ${keys.join(', ')}`;
  io.stdout.write(`${shown} is trusted as it stands: ${added}\n`);
  return exitCodes.met;
}

function sentence([message, hint]: readonly [string, string | null]): {
  readonly message: string;
  readonly hint: string | null;
} {
  return { message, hint };
}
