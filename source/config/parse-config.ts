import { parseLayer } from './parse.js';
import { type ConfigReading, resolveConfig } from './resolve.js';

/** Reads the text of a config file on its own, without flags, into a whole config. */
export function parseConfig(text: string): ConfigReading {
  const reading = parseLayer(text);
  if (reading.kind === 'problems') return reading;
  return resolveConfig({ command: {}, file: reading.layer, flags: {} });
}
