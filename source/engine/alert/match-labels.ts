import type { LabelMatcher } from './expression.js';
import type { Labels, Table } from './table.js';

/** Whether labels are as every matcher wants them; a label that is missing is an empty text. */
export function matchesLabels(labels: Labels, matchers: readonly LabelMatcher[]): boolean {
  return matchers.every(({ label, isEqual, glob }) => {
    const value = Object.hasOwn(labels, label) ? labels[label]! : '';
    return matchesGlob(value, glob) === isEqual;
  });
}

/** Whether a text is as the glob says, in which `*` stands for any characters: without a pattern that could run for ever. */
export function matchesGlob(text: string, glob: string): boolean {
  const parts = glob.split('*');
  const first = parts[0]!;
  if (parts.length === 1) return text === glob;
  const last = parts.at(-1)!;
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  const end = text.length - last.length;
  for (const part of parts.slice(1, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0 || found + part.length > end) return false;
    at = found + part.length;
  }
  return true;
}

/** Whether a row of a table is wanted; each row is matched once. */
export function maskOf(table: Table, matchers: readonly LabelMatcher[]): (row: number) => boolean {
  const mask: boolean[] = [];
  return (row) => {
    for (let next = mask.length; next <= row; next++) mask.push(matchesLabels(table.labels[next]!, matchers));
    return mask[row]!;
  };
}
