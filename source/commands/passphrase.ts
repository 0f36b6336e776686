import { codeOf, PlimsollError } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { type Secret, secretOf } from '../model/secret.js';
import { askLine, canAsk } from './ask-line.js';
import type { Io } from './io.js';
import { readPlainFile } from './read-plain-file.js';

/** Shortest passphrase that new secrets are put under: a short one is guessed whatever each guess costs. */
const shortestPassphrase = 8;
const longestFileBytes = 65_536;

/**
 * A passphrase: from the file that the variable names, else asked for where somebody sits at a terminal; null where neither
 * is. Throws `interrupted` on a signal, and `no-passphrase` where the file is none.
 */
export async function passphraseOf(variable: string, question: string, io: Io): Promise<Secret | null> {
  const file = io.env[variable];
  if (file !== undefined && file !== '') return fromFile(variable, file);
  return canAsk(io) ? askSecret(question, io) : null;
}

/** A passphrase to put secrets under: asked for twice, for nobody sees what they type. Throws as `passphraseOf` does. */
export async function newPassphrase(variable: string, io: Io): Promise<Secret | null> {
  const first = await passphraseOf(variable, 'New passphrase of the secrets: ', io);
  if (first === null) return null;
  if (first.reveal().length < shortestPassphrase) {
    throw new PlimsollError(
      'no-passphrase',
      `expected a passphrase of at least ${shortestPassphrase} characters, got a shorter one`,
    );
  }
  if ((io.env[variable] ?? '') !== '') return first;
  const second = await askSecret('The same again: ', io);
  if (second.reveal() === first.reveal()) return first;
  throw new PlimsollError('no-passphrase', 'expected the same passphrase twice, got two');
}

/** Asks for a secret, unseen. Throws `interrupted` on a signal or at the end of the input. */
export async function askSecret(question: string, io: Io): Promise<Secret> {
  const answer = await askLine(question, io, true);
  if (answer.kind !== 'line') {
    throw new PlimsollError('interrupted', 'interrupted before a secret was given');
  }
  return secretOf(answer.text);
}

function fromFile(variable: string, file: string): Secret {
  let text: string;
  try {
    text = readPlainFile(file, longestFileBytes);
  } catch (error) {
    const got = codeOf(error) === 'ENOENT' ? 'a path where there is none' : 'one that cannot be read';
    const message = `${variable}: expected a file with the passphrase, got ${got} (${plainText(file, 200)})`;
    throw new PlimsollError('no-passphrase', message, { cause: error });
  }
  const passphrase = text.replace(/\r?\n$/, '');
  if (passphrase === '')
    throw new PlimsollError('no-passphrase', `${variable}: expected a passphrase, got an empty file`);
  return secretOf(passphrase);
}
