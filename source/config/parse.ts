import { isObject } from '../model/plain-object.js';
import type { Problem } from '../model/problem.js';
import { readJsonText } from './json-text.js';
import { withoutNulls } from './merge.js';
import { notKeptFaults } from './not-kept.js';
import { problemsOfKeys } from './problems.js';
import type { Reading } from './reading.js';
import { readFile } from './schema.js';
import type { Layer } from './settings.js';
import { migrate } from './versions.js';

/** A config file's text as what it says, in the form of the newest version: checked by itself, and not yet laid over others. */
export type ContentReading =
  | {
      readonly kind: 'ok';
      readonly content: Readonly<Record<string, unknown>>;
      readonly environments: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
    }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** A config file's text as a layer, or everything that is wrong with it. */
export type LayerReading =
  | { readonly kind: 'ok'; readonly layer: Layer }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Reads the text of a config file, and checks all that it says. */
export function parseContent(text: string): ContentReading {
  const json = readJsonText(text);
  if (json.kind === 'problems') return json;
  const left = notKeptFaults(json.value);
  if (left.length > 0) return { kind: 'problems', problems: problemsOfKeys(left) };
  const current = migrate(json.value);
  const checked: Reading<unknown> =
    current.kind === 'ok' ? readFile(isObject(current.value) ? withoutNulls(current.value) : current.value) : current;
  if (current.kind === 'faulty' || checked.kind === 'faulty') {
    return { kind: 'problems', problems: problemsOfKeys(checked.kind === 'faulty' ? checked.faults : []) };
  }
  // What was checked is an object, with environments that are objects of objects.
  const { $schema, environments, ...content } = current.value as {
    readonly $schema?: unknown;
    readonly environments?: Readonly<Record<string, Readonly<Record<string, unknown>> | null>> | null;
  };
  const said = Object.entries(environments ?? {}).flatMap(([name, one]) =>
    one === null ? [] : [[name, one] as const],
  );
  return { kind: 'ok', content, environments: Object.fromEntries(said) };
}

/** Reads the text of a config file into the layer that it sets by itself. */
export function parseLayer(text: string): LayerReading {
  const parsed = parseContent(text);
  if (parsed.kind === 'problems') return parsed;
  const reading = readFile(withoutNulls(parsed.content));
  if (reading.kind === 'faulty') return { kind: 'problems', problems: problemsOfKeys(reading.faults) };
  return { kind: 'ok', layer: reading.value };
}
