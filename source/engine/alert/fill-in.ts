import { plainText } from '../../model/plain-text.js';
import type { Labels } from './table.js';

/** Longest annotation, filled in. */
const longest = 500;

/** The annotations with `{{value}}` and the names of labels filled in; a name that nobody knows stays as it is. */
export function fillIn(annotations: Labels, labels: Labels, value: number | null): Labels {
  const filled = Object.entries(annotations).map(([name, template]) => [
    name,
    plainText(
      template.replace(/\{\{\s*(\w+)\s*\}\}/g, (written, key: string) => {
        if (key === 'value') return valueText(value);
        return Object.hasOwn(labels, key) ? labels[key]! : written;
      }),
      longest,
    ),
  ]);
  return Object.fromEntries(filled) as Labels;
}

/** A number as people read it: three digits that count, and none after the point where it is large. */
export function valueText(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return 'no reading';
  if (Math.abs(value) >= 100) return String(Math.round(value));
  return String(Number(value.toPrecision(3)));
}
