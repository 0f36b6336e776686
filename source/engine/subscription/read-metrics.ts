import { replaceUnprintable } from '../../model/plain-text.js';
import type { MetricValues, StreamMetric } from '../../model/stream.js';
import { valueAt } from '../../model/value-at.js';

/** Distinct metric names that one stream may bring in its whole life; more are counted and not kept. */
export const maxMetricNames = 200;

const maxDepth = 6;
const maxNameLength = 100;
/** Keys looked at in one message, numbers or not: the time that reading it takes is bounded by it. */
const maxKeys = 2_000;

/** Reads the messages of one stream. */
export type MetricReader = {
  /** The numbers of a message, parsed from JSON, by name. */
  readonly read: (message: object) => MetricValues;
  /** Names kept, and names refused since there were enough. Refused names are counted each time that they come. */
  readonly series: () => { readonly kept: number; readonly refused: number };
};

/** The JSON object that a text is, or null when it is anything else. */
export function parseObject(text: string): object | null {
  try {
    const message: unknown = JSON.parse(text);
    return typeof message === 'object' && message !== null && !Array.isArray(message) ? message : null;
  } catch {
    return null;
  }
}

/**
 * A reader of declared metrics: each is looked up by its path, and is null where a message does not have it as a number.
 * Messages without any of them give nothing, so that an acknowledgement is no gap in every metric.
 */
export function createDeclaredReader(metrics: readonly StreamMetric[]): MetricReader {
  const declared = metrics.map(({ name, path }) => ({ name, path: path.split('.') }));
  return {
    read(message) {
      const values: [string, number | null][] = declared.map(({ name, path }) => {
        const value = valueAt(message, path);
        return [name, typeof value === 'number' && Number.isFinite(value) ? value : null];
      });
      return values.every(([, value]) => value === null) ? {} : Object.fromEntries(values);
    },
    series: () => ({ kept: declared.length, refused: 0 }),
  };
}

/**
 * A reader of whatever numbers there are, by dotted path (`{"os": {"load": [0.5]}}` is `os.load.0`). What is not a finite
 * number is ignored, except that a metric seen before and named but without a number now is null: a gap to draw.
 */
export function createMetricReader(maxNames: number = maxMetricNames): MetricReader {
  // Kept over messages: a sender that makes up new names each time may not fill the memory of those who keep them.
  const known = new Set<string>();
  let refused = 0;
  const isKnown = (name: string): boolean => {
    if (known.has(name)) return true;
    if (known.size >= maxNames) {
      refused += 1;
      return false;
    }
    known.add(name);
    return true;
  };
  return {
    read(message) {
      const values: [string, number | null][] = [];
      let keys = 0;
      const visit = (value: object, prefix: string, depth: number): void => {
        for (const key in value) {
          keys += 1;
          if (keys > maxKeys || values.length >= maxNames) return;
          if (!Object.hasOwn(value, key)) continue;
          const item = (value as Readonly<Record<string, unknown>>)[key];
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
    },
    series: () => ({ kept: known.size, refused }),
  };
}
