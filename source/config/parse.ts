import type { Problem } from '../model/problem.js';
import { readJsonText } from './json-text.js';
import { problemsOfKeys } from './problems.js';
import { type ConfigReading, resolveConfig } from './resolve.js';
import { readFile } from './schema.js';
import type { Layer } from './settings.js';

/** A config file's text as a layer, or everything that is wrong with it. */
export type LayerReading =
  | { readonly kind: 'ok'; readonly layer: Layer }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** Reads the text of a config file into the layer that it sets. */
export function parseLayer(text: string): LayerReading {
  const json = readJsonText(text);
  if (json.kind === 'problems') return json;
  const reading = readFile(json.value);
  if (reading.kind === 'faulty') return { kind: 'problems', problems: problemsOfKeys(reading.faults) };
  return { kind: 'ok', layer: reading.value };
}

/** Reads the text of a config file on its own, without flags, into a whole config. */
export function parseConfig(text: string): ConfigReading {
  const reading = parseLayer(text);
  if (reading.kind === 'problems') return reading;
  return resolveConfig({ command: {}, file: reading.layer, flags: {} });
}
