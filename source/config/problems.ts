import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import type { Fault } from './reading.js';

/** A path as problems name it: `streams[0].url`. Keys come from outside, so they are made safe to print. */
export function formatPath(path: readonly (string | number)[]): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else text += `${text === '' ? '' : '.'}${plainText(key)}`;
  }
  return text;
}

/** The faults of a config file as problems, each with the path of its key. */
export function problemsOfKeys(faults: readonly Fault[]): readonly Problem[] {
  return faults.map(({ path, message, hint }) => ({ path: formatPath(path) || 'file', message, hint }));
}

/** The faults of one flag's value as problems; where inside the value is left out, for the flag was typed on one line. */
export function problemsOfFlag(flag: string, faults: readonly Fault[]): readonly Problem[] {
  return faults.map(({ message, hint }) => ({ path: `--${flag}`, message, hint }));
}
