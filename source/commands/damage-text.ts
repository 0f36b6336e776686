import { clockText } from '../model/clock-text.js';

/** The line on stderr about a record that could be read only until a time, in ms of the session. */
export function damageText(what: string, atMs: number): string {
  return `plimsoll: ${what} is damaged: only what comes before ${clockText(atMs)} can be read (plimsoll verify says where)\n`;
}
