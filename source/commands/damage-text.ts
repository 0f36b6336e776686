import { clockText } from '../model/clock-text.js';
import type { Damage } from '../record/damage.js';

/** The line on stderr about a damaged record. */
export function damageText(what: string, { atMs, leftOut, missing, reason }: Damage): string {
  if (atMs === null) return `plimsoll: ${what} is damaged: ${reason} (plimsoll verify says which)\n`;
  const also = leftOut + missing === 0 ? '' : `, but for ${leftOut + missing} of its rows`;
  return `plimsoll: ${what} is damaged: only what comes before ${clockText(atMs)} can be read${also} (plimsoll verify says where)\n`;
}
