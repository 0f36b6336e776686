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

/** Every such value of settings, what is wrong with those that are none, and of which steps any of them speak. */
export function resultValuesIn(settings: RawSettings): {
  readonly values: readonly { readonly value: ResultValue; readonly path: readonly (string | number)[] }[];
  readonly faults: readonly ResultFault[];
  readonly steps: readonly { readonly step: string; readonly path: readonly (string | number)[] }[];
} {
  const values: { value: ResultValue; path: readonly (string | number)[] }[] = [];
  const faults: ResultFault[] = [];
  const steps: { step: string; path: readonly (string | number)[] }[] = [];
  const walk = (held: unknown, path: readonly (string | number)[]): void => {
    if (Array.isArray(held)) for (const [index, one] of held.entries()) walk(one, [...path, index]);
    else if (isResultLike(held)) {
      const reading = readValue(held);
      if (reading.step !== null) steps.push({ step: reading.step, path });
      faults.push(...reading.faults.map((message) => ({ path, message })));
      if (reading.value !== null) values.push({ value: reading.value, path });
    } else if (isObject(held)) for (const [key, one] of Object.entries(held)) walk(one, [...path, key]);
  };
  walk(settings, []);
  return { values, faults, steps };
}

/** Settings with numbers in place of such values. `resultOf` gives the answer of a step; null where there is none yet. */
export function withResults(settings: RawSettings, resultOf: (step: string) => unknown): RawSettings {
  const filled = (held: unknown): unknown => {
    if (Array.isArray(held)) return held.map(filled);
    if (!isObject(held)) return held;
    const value = isResultLike(held) ? readValue(held).value : null;
    if (value !== null) return numberOf(value, resultOf(value.step)) ?? value.otherwise;
    return Object.fromEntries(Object.entries(held).map(([key, one]) => [key, filled(one)]));
  };
  return Object.fromEntries(Object.entries(settings).map(([key, held]) => [key, filled(held)]));
}

function isResultLike(held: unknown): held is RawSettings {
  return isObject(held) && typeof held.result === 'string';
}

type ValueReading = {
  /** Null where something is wrong with it. */
  readonly value: ResultValue | null;
  /** The step that it speaks of; null where that cannot be read. */
  readonly step: string | null;
  readonly faults: readonly string[];
};

function readValue(held: RawSettings): ValueReading {
  const { otherwise, result, times = 1, ...rest } = held;
  const match = typeof result === 'string' ? reference.exec(result) : null;
  const step = match?.[1] ?? null;
  const faults = Object.keys(rest).map((key) => `expected no other keys than those of ${form}, got ${quoted(key)}`);
  if (match === null) {
    faults.push(`expected the name of a step, a dot and a key of its answer as result, got ${quoted(result)}`);
  }
  const hasInstead = typeof otherwise === 'number' && Number.isFinite(otherwise);
  if (!hasInstead) {
    const got = otherwise === undefined ? 'none' : quoted(otherwise);
    faults.push(`expected a number as otherwise, which is taken where the answer has none, got ${got}: write ${form}`);
  }
  const hasTimes = typeof times === 'number' && times > 0;
  if (!hasTimes)
    faults.push(`expected a number above 0 as times, by which the result is multiplied, got ${quoted(times)}`);
  if (step === null || faults.length > 0 || !hasInstead || !hasTimes) return { value: null, step, faults };
  return { value: { step, path: (match?.[2] ?? '').split('.'), times, otherwise }, step, faults };
}

/** The number that an answer gives; null where it has none. Six figures: what was measured has no more. */
export function numberOf({ path, times }: ResultValue, result: unknown): number | null {
  const found = valueAt(result, path);
  return typeof found === 'number' && Number.isFinite(found) ? Number((found * times).toPrecision(6)) : null;
}
