import type { DatabaseSync } from 'node:sqlite';
import type { SessionEvent } from '../model/events.js';
import { isObject } from '../model/plain-object.js';
import { isTime } from './event-time.js';
import { keptRows } from './kept-rows.js';
import { parseJson } from './parse-json.js';
import { plainHealth } from './plain-health.js';
import { safeEvent } from './safe-event.js';
import { filled } from './shapes.js';
import { finiteOrNull } from './sql-value.js';

/** Makes an event of a time and the numbers of one row; null where they make none. */
type ShapeReader = (numbers: readonly unknown[], atMs: number) => SessionEvent | null;

/** Reads a row of what is kept in shapes, by its cells: its time, the number of its shape, and its numbers as text; null where it is none. */
export function createShapedReader(
  database: DatabaseSync,
): (atMs: unknown, shape: unknown, numbers: unknown) => SessionEvent | null {
  const shapeOf = keptRows(database.prepare('SELECT kind, json FROM shape WHERE id = ?'), readShape);
  return (atMs, shape, text) => {
    const numbers = parseJson(text);
    return Array.isArray(numbers) && isTime(atMs) ? (shapeOf(shape)?.(numbers, atMs) ?? null) : null;
  };
}

/** Reads a row of the table of shapes; null where it is none. */
function readShape({ kind, json }: Readonly<Record<string, unknown>>): ShapeReader | null {
  const shape = parseJson(json);
  if (typeof kind !== 'string' || !isObject(shape)) return null;
  const looked: ShapeReader = (numbers, atMs) => {
    const body = filled(shape, numbers);
    const event = { ...(isObject(body) ? body : {}), atMs, kind };
    return plainHealth(event) ?? safeEvent(event);
  };
  return kind === 'stream/sample' ? (messageReader(shape, looked) ?? looked) : looked;
}

/**
 * A message of a stream is names, and numbers that may each be null: once the names are safe, every message of the shape is, and
 * need not be looked at. There may be millions of them.
 */
function messageReader(shape: Readonly<Record<string, unknown>>, looked: ShapeReader): ShapeReader | null {
  const first = looked([], 0);
  const { sample } = shape;
  if (first?.kind !== 'stream/sample' || !isObject(sample) || !isObject(sample.values)) return null;
  const { stream, server } = first.sample;
  const rttAt = sample.rttMs;
  const places = Object.entries(sample.values);
  const areSafe = places.every(
    ([name, place]) => typeof place === 'number' && Object.hasOwn(first.sample.values, name),
  );
  if (!areSafe || typeof rttAt !== 'number') return null;
  return (numbers, atMs) => {
    const values: Record<string, number | null> = {};
    for (const [name, place] of places) values[name] = finiteOrNull(numbers[Number(place)]);
    return { atMs, kind: 'stream/sample', sample: { stream, server, values, rttMs: finiteOrNull(numbers[rttAt]) } };
  };
}
