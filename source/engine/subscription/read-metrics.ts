import { replaceUnprintable } from '../../model/plain-text.js';
import type { MetricValues } from '../../model/stream.js';

/** Distinct metric names that one stream may bring in its whole life; more are ignored. */
export const maxMetricNames = 200;

const maxDepth = 6;
const maxNameLength = 100;

/**
 * Reads the messages of one stream: text -> its numbers by dotted path (`{"os": {"load": [0.5]}}` is `os.load.0`), or
 * null when the text is not a JSON object. What is not a finite number is ignored, except that a metric seen before and
 * named but without a number now is null: a gap to draw.
 */
export function createMetricReader(): (text: string) => MetricValues | null {
  // Kept over messages: a sender that makes up new names each time may not fill the memory of those who keep them.
  const known = new Set<string>();
  const isKnown = (name: string): boolean => {
    if (known.has(name)) return true;
    if (known.size >= maxMetricNames) return false;
    known.add(name);
    return true;
  };
  return (text) => {
    const message = parseObject(text);
    if (message === null) return null;
    const values: [string, number | null][] = [];
    const visit = (value: object, prefix: string, depth: number): void => {
      for (const [key, item] of Object.entries(value)) {
        if (values.length >= maxMetricNames) return;
        const name = `${prefix}${replaceUnprintable(key.slice(0, maxNameLength), '\ufffd')}`;
        if (name.length > maxNameLength || key === '__proto__') continue;
        if (typeof item === 'number' && Number.isFinite(item)) {
          if (isKnown(name)) values.push([name, item]);
        } else if (typeof item === 'object' && item !== null) {
          if (depth < maxDepth) visit(item, `${name}.`, depth + 1);
        } else if (known.has(name)) values.push([name, null]);
      }
    };
    visit(message, '', 1);
    return Object.fromEntries(values);
  };
}

function parseObject(text: string): object | null {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null && !Array.isArray(message) ? message : null;
  } catch {
    return null;
  }
}
