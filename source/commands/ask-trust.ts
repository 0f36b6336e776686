import { maskedValue } from '../config/masked.js';
import { PlimsollError } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { askLine, canAsk } from './ask-line.js';
import type { Io } from './io.js';
import type { ChangedProject } from './surroundings.js';
import { setTrust, trustedName, trustFile } from './trust-store.js';

/** Longest value that is shown whole. */
const longestValue = 2000;

/**
 * What `read` made of a command line or of layers. Where all that is wrong is that a project file has changed since it was
 * trusted, whoever sits at the terminal is shown what has, and asked; with a yes it is read again. Throws `interrupted`.
 */
export async function askedForTrust<T extends Readable>(reading: T, read: () => T, io: Io): Promise<T> {
  const changed = reading.kind === 'problems' ? reading.changed : null;
  if (changed === null || changed === undefined || !canAsk(io)) return reading;
  return (await mayTrust(changed, io)) ? read() : reading;
}

type Readable = { readonly kind: string; readonly changed?: ChangedProject | null };

async function mayTrust({ path, keys, changes }: ChangedProject, io: Io): Promise<boolean> {
  const lines = changes.map((change) => {
    const value = change.how === 'gone' ? '' : ` = ${JSON.stringify(maskedValue(change.path, change.value))}`;
    return `  ${change.key}${plainText(value, longestValue)}  (${change.how})\n`;
  });
  io.stderr.write(`${plainText(path, 200)} does not say what it said when it was trusted:\n${lines.join('')}`);
  const typed = await askLine('Type yes to trust it as it stands: ', io);
  if (typed.kind === 'interrupted') throw new PlimsollError('interrupted', 'interrupted before it was answered');
  const isYes = typed.kind === 'line' && typed.text.trim() === 'yes';
  // What was shown is trusted, whatever the file says by now.
  if (isYes) setTrust(trustFile(io.env), trustedName(path), keys);
  return isYes;
}
