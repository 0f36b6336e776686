import { isObject } from '../model/plain-object.js';
import type { Fault } from './reading.js';
import { notKept } from './without-secrets.js';

/** A fault for each text in which a record left out a secret: whoever takes a config from a report would send those words. */
export function notKeptFaults(value: unknown, path: Fault['path'] = []): readonly Fault[] {
  if (typeof value === 'string') {
    if (!value.includes(notKept)) return [];
    const message = `expected a value, got ${notKept}, which stands where a record has left one out`;
    return [{ path, message, hint: 'put in what was there, best as a reference such as $' + '{NAME}' }];
  }
  if (Array.isArray(value)) return value.flatMap((one, index) => notKeptFaults(one, [...path, index]));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, one]) => [
    ...notKeptFaults(key, [...path, key]),
    ...notKeptFaults(one, [...path, key]),
  ]);
}
