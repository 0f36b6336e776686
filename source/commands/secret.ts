import { resolve } from 'node:path';
import { readJsonText } from '../config/json-text.js';
import { parseContent } from '../config/parse.js';
import { type SaidKey, saidKeys } from '../config/reach.js';
import { createLock, type Lock } from '../config/sealed.js';
import { sealedPlaces, secretPlace, valueAt, withValue } from '../config/secret-places.js';
import { codeOf, messageOf } from '../model/error.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { plainText } from '../model/plain-text.js';
import { type Secret, secretOf } from '../model/secret.js';
import { canAsk } from './ask-line.js';
import type { SetupCommand } from './invocation.js';
import type { Io } from './io.js';
import { askSecret, newPassphrase, passphraseOf } from './passphrase.js';
import { readPlainFile } from './read-plain-file.js';
import { refuse } from './refuse.js';
import { replaceFile } from './replace-file.js';
import { setTrust, trustedName, trustFile, trustOf } from './trust-store.js';
import { unreadable } from './unreadable.js';

const longestSecret = 8192;
const passphraseFile = 'PLIMSOLL_PASSPHRASE_FILE';
const newPassphraseFile = 'PLIMSOLL_NEW_PASSPHRASE_FILE';
const usage = 'usage: plimsoll secret set FILE KEY, or plimsoll secret rotate FILE';

/** `plimsoll secret set FILE KEY` and `plimsoll secret rotate FILE`: encrypted values in a config file, comments kept. */
export async function secret({ positionals }: SetupCommand, io: Io): Promise<ExitCode> {
  const [verb, file, key] = positionals;
  const wanted = verb === 'set' ? 3 : 2;
  if ((verb !== 'set' && verb !== 'rotate') || file === undefined || positionals.length !== wanted) {
    const message = 'expected set with a config file and a key, or rotate with a config file';
    return refuse([{ path: 'arguments', message, hint: usage }], io);
  }
  let text: string;
  try {
    text = readPlainFile(file);
  } catch (error) {
    const [message, hint] = unreadable(error, 'a config file', 'plimsoll init writes one');
    return refuse([{ path: plainText(file, 200), message, hint }], io);
  }
  const before = parseContent(text);
  if (before.kind === 'problems') return refuse(before.problems, io);
  try {
    return verb === 'set' ? await set(file, text, key ?? '', io) : await rotate(file, text, io);
  } catch (error) {
    if (codeOf(error) === 'interrupted') return exitCodes.interrupted;
    if (codeOf(error) !== 'no-passphrase' && codeOf(error) !== 'wrong-passphrase') throw error;
    return refuse([{ path: 'secret', message: messageOf(error), hint: null }], io);
  }
}

async function set(file: string, text: string, key: string, io: Io): Promise<ExitCode> {
  const place = secretPlace(key);
  if (place === null) {
    const message = `expected the key of a secret, got "${plainText(key)}"`;
    const hint = 'such as target.auth.bearer, hosts[0].auth.basic.password or channels.chat.url';
    return refuse([{ path: 'KEY', message, hint }], io);
  }
  const [host] = place.filter((part) => typeof part === 'number');
  const json = readJsonText(text);
  if (
    host !== undefined &&
    json.kind === 'ok' &&
    valueAt(json.value, place.slice(0, place.indexOf(host) + 1)) === undefined
  ) {
    const list = String(place[place.indexOf(host) - 1]);
    const message = `expected one of the ${list} that are in the file, got ${list}[${host}]`;
    return refuse([{ path: 'KEY', message, hint: 'they are counted from 0' }], io);
  }
  const beside = sealedPlaces(text)[0]?.text ?? null;
  const lock = await lockFor(beside, io);
  if (lock === null) return refuse([nobodyToAsk(passphraseFile)], io);
  const value = canAsk(io) ? await askSecret(`Secret for ${key}: `, io) : await secretFromInput(io);
  // Whatever is kept here goes into one header field, one URL or one login.
  if (/\p{Cc}/u.test(value.reveal())) {
    const message = 'expected a secret of one line without control characters, got another';
    return refuse([{ path: 'secret', message, hint: 'name a file for what has several: file:PATH' }], io);
  }
  const { length } = value.reveal();
  if (length === 0 || length > longestSecret) {
    const message = `expected a secret of 1 to ${longestSecret} characters, got ${length === 0 ? 'none' : 'more'}`;
    return refuse([{ path: 'secret', message, hint: 'without a terminal it is read from stdin' }], io);
  }
  const changed = withValue(text, place, await lock.seal(value, beside));
  const after = parseContent(changed);
  if (after.kind === 'problems') return refuse(after.problems, io);
  write(file, text, changed, io);
  io.stdout.write(`${plainText(file, 200)}: ${key} is encrypted\n`);
  return exitCodes.met;
}

async function rotate(file: string, text: string, io: Io): Promise<ExitCode> {
  const places = sealedPlaces(text);
  const [first] = places;
  if (first === undefined) {
    const message = 'expected encrypted secrets in the file, got none';
    return refuse([{ path: plainText(file, 200), message, hint: 'plimsoll secret set FILE KEY makes one' }], io);
  }
  const before = await lockFor(first.text, io);
  if (before === null) return refuse([nobodyToAsk(passphraseFile)], io);
  // Every one is opened before anything changes: one that does not open leaves the file as it was.
  const opened: { readonly place: (typeof first)['place']; readonly value: Secret }[] = [];
  for (const { place, text: sealed } of places) opened.push({ place, value: await before.open(sealed) });
  const passphrase = await newPassphrase(newPassphraseFile, io);
  if (passphrase === null) return refuse([nobodyToAsk(newPassphraseFile)], io);
  const lock = createLock(passphrase);
  let changed = text;
  let beside: string | null = null;
  for (const { place, value } of opened) {
    beside = await lock.seal(value, beside);
    changed = withValue(changed, place, beside);
  }
  write(file, text, changed, io);
  const count = places.length === 1 ? '1 secret is' : `${places.length} secrets are`;
  io.stdout.write(`${plainText(file, 200)}: ${count} under the new passphrase\n`);
  return exitCodes.met;
}

/** Writes the file; where it was trusted as it stood, it is as it stands now: it says what it did, for the same person. */
function write(file: string, before: string, after: string, io: Io): void {
  const store = trustFile(io.env);
  const name = trustedName(resolve(file));
  const wasTrusted = trustOf(store, name, saidOf(before)).kind === 'trusted';
  replaceFile(file, after);
  if (wasTrusted) setTrust(store, name, saidOf(after));
}

/** What a config that was read already says. */
function saidOf(text: string): readonly SaidKey[] {
  const parsed = parseContent(text);
  return parsed.kind === 'ok' ? saidKeys(parsed.content, parsed.environments) : [];
}

/** The lock of the secrets that are there, proven on one of them; a new one where there is none. */
async function lockFor(sealed: string | null, io: Io): Promise<Lock | null> {
  if (sealed === null) {
    const passphrase = await newPassphrase(passphraseFile, io);
    return passphrase === null ? null : createLock(passphrase);
  }
  const passphrase = await passphraseOf(passphraseFile, 'Passphrase of the secrets: ', io);
  if (passphrase === null) return null;
  const lock = createLock(passphrase);
  await lock.open(sealed);
  return lock;
}

function nobodyToAsk(variable: string) {
  const hint = `name a file that holds it in ${variable}, or start at a terminal`;
  return { path: 'secret', message: 'expected a passphrase, got nobody to ask for it', hint };
}

/** All of stdin, without the line break at its end. */
async function secretFromInput(io: Io): Promise<Secret> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of io.stdin) {
    chunks.push(Buffer.from(chunk));
    size += chunks.at(-1)!.length;
    if (size > 4 * longestSecret) break;
  }
  return secretOf(
    Buffer.concat(chunks)
      .toString('utf8')
      .replace(/\r?\n$/, ''),
  );
}
