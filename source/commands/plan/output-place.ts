import { lstatSync, realpathSync } from 'node:fs';
import { dirname, extname, join, relative, resolve } from 'node:path';
import { quoted } from '../../config/quote.js';
import { messageOf } from '../../model/error.js';

/** Where an output goes, or why it can't go there. */
export type Place =
  | { readonly kind: 'ok'; readonly path: string }
  | { readonly kind: 'problem'; readonly message: string; readonly hint: string };

/** A file below a plan's folder, links followed: a plan from elsewhere can't write where nobody expects it. */
export function placeWithin(text: string, folder: string): Place {
  const hint = 'outputs of a plan stay below the folder that it lies in';
  const refused = (why: string): Place => ({
    kind: 'problem',
    message: `expected a file below the plan, got ${quoted(text)}${why}`,
    hint,
  });
  if (text === '' || text === '-' || text.length > 1000 || /[\0-\x1f\x7f]/.test(text)) return refused('');
  const path = resolve(folder, text);
  try {
    const within = relative(realpathSync(folder), join(realpathSync(dirname(path)), 'x'));
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true) return refused(', which is a link');
    if (within === '..' || within.startsWith('../') || resolve(within) === within) return refused('');
  } catch (error) {
    return refused(`: ${messageOf(error)}`);
  }
  return extname(path) === '' ? refused(', which says no format') : { kind: 'ok', path };
}
