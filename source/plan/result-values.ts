import { quoted } from '../config/quote.js';
import { isObject } from '../model/plain-object.js';
import { valueAt } from './judge-condition.js';
import type { RawSettings } from './plan-spec.js';

/** A number of a step's settings that the answer of an earlier step gives. */
export type ResultValue = {
  readonly step: string;
  /** Keys into the answer. */
  readonly path: readonly string[];
  readonly times: number;
  /** Where the answer has no such number. */
  readonly otherwise: number;
};

/** A fault of one such value; `path` leads to it. */
export type ResultFault = { readonly path: readonly (string | number)[]; readonly message: string };

const form = '{"result": "STEP.KEY", "times": 0.8, "otherwise": 50}';
const reference = /^([A-Za-z][\w-]{0,39})\.([\w-]{1,80}(?:\.[\w-]{1,80}){0,9})$/;

/** Every such value of settings, and what is wrong with those that are none. */
export function resultValuesIn(settings: RawSettings): {
  readonly values: readonly { readonly value: ResultValue; readonly path: readonly (string | number)[] }[];
  readonly faults: readonly ResultFault[];
} {
  const values: { value: ResultValue; path: readonly (string | number)[] }[] = [];
  const faults: ResultFault[] = [];
  const walk = (held: unknown, path: readonly (string | number)[]): void => {
    if (Array.isArray(held)) for (const [index, one] of held.entries()) walk(one, [...path, index]);
    else if (isResultLike(held)) {
      const value = readValue(held);
      if (typeof value === 'string') faults.push({ path, message: value });
      else values.push({ value, path });
    } else if (isObject(held)) for (const [key, one] of Object.entries(held)) walk(one, [...path, key]);
  };
  walk(settings, []);
  return { values, faults };
}

/** Settings with numbers in place of such values. `resultOf` gives the answer of a step; null where there is none yet. */
export function withResults(settings: RawSettings, resultOf: (step: string) => unknown): RawSettings {
  const filled = (held: unknown): unknown => {
    if (Array.isArray(held)) return held.map(filled);
    if (!isObject(held)) return held;
    const value = isResultLike(held) ? readValue(held) : null;
    if (value !== null && typeof value !== 'string') return numberOf(value, resultOf(value.step));
    return Object.fromEntries(Object.entries(held).map(([key, one]) => [key, filled(one)]));
  };
  return Object.fromEntries(Object.entries(settings).map(([key, held]) => [key, filled(held)]));
}

function isResultLike(held: unknown): held is RawSettings {
  return isObject(held) && typeof held.result === 'string';
}

/** The value, or what is wrong with it. */
function readValue(held: RawSettings): ResultValue | string {
  const { otherwise, result, times = 1, ...rest } = held;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) return `expected ${form}, got the key ${quoted(unknown)} too`;
  const match = typeof result === 'string' ? reference.exec(result) : null;
  if (match === null) return `expected the name of a step, a dot and a key of its answer, got ${quoted(result)}`;
  if (typeof otherwise !== 'number' || typeof times !== 'number' || !(times > 0)) {
    return `expected numbers for otherwise and times, as in ${form}`;
  }
  return { step: match[1] ?? '', path: (match[2] ?? '').split('.'), times, otherwise };
}

/** Six figures: what was measured has no more, and a product of two numbers would show many. */
function numberOf({ otherwise, path, times }: ResultValue, result: unknown): number {
  const found = valueAt(result, path);
  return typeof found === 'number' && Number.isFinite(found) ? Number((found * times).toPrecision(6)) : otherwise;
}
