import { isObject } from '../model/plain-object.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading } from './reading.js';

type Content = Readonly<Record<string, unknown>>;

/** Makes of a config's content of one version that of the next; the content is not changed, nor its `version` looked at. */
export type Migration = (content: Content) => Content;

/** The steps from each version to the next, the first from version 1. A config that names no version is of the newest. */
const migrations: readonly Migration[] = [];

/** The version that this program writes. */
export const newestVersion = migrations.length + 1;

/**
 * A config file's content as the newest version has it, without the key `version`. A version that this program does not know
 * yet is a fault, for what its keys mean can't be known.
 */
export function migrate(content: unknown, steps: readonly Migration[] = migrations): Reading<unknown> {
  if (!isObject(content) || !('version' in content)) return good(content);
  const { version, ...rest } = content;
  const newest = steps.length + 1;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) {
    return faulty(`expected a version from 1 to ${newest}, got ${quoted(version)}`, 'it may be left out', ['version']);
  }
  if (version > newest) {
    const hint = 'it was written for a newer plimsoll: use that, or write its keys as this one knows them';
    return faulty(`expected a version from 1 to ${newest}, got ${version}`, hint, ['version']);
  }
  return good(steps.slice(version - 1).reduce((held, step) => step(held), rest as Content));
}
