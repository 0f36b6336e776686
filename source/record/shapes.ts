import { isObject } from '../model/plain-object.js';

/**
 * A value split in two: its shape, in which the place of a number stands for it, and the numbers in that order. Values that come again
 * and again with other numbers in them share one shape.
 */
export type Shaped = { readonly shape: string; readonly numbers: readonly (number | null)[] };

/** Longer shapes are not worth keeping: they are of values that hardly come twice. */
const longestShape = 65_536;

/** Splits a value made of objects, lists, texts, numbers and null; null where it holds anything else, or is too large. */
export function shapeOf(value: object): Shaped | null {
  const numbers: (number | null)[] = [];
  let isPlain = true;
  const walk = (part: unknown): string => {
    if (part === null || typeof part === 'number') {
      numbers.push(part !== null && Number.isFinite(part) ? part : null);
      return String(numbers.length - 1);
    }
    if (typeof part === 'string') return JSON.stringify(part);
    if (Array.isArray(part)) return `[${part.map(walk).join(',')}]`;
    if (!isObject(part) || Object.hasOwn(part, '__proto__')) {
      isPlain = false;
      return '0';
    }
    let text = '';
    for (const key in part) {
      // As JSON has it: what is not there is left out.
      if (part[key] !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${walk(part[key])}`;
    }
    return `{${text}}`;
  };
  const shape = walk(value);
  return isPlain && shape.length <= longestShape ? { shape, numbers } : null;
}

/** Puts the numbers back into a shape that was parsed. What is no number, and what is missing, becomes null. */
export function filled(shape: unknown, numbers: readonly unknown[], depth = 8): unknown {
  if (typeof shape === 'number') {
    const number = numbers[shape];
    return typeof number === 'number' ? number : null;
  }
  if (typeof shape !== 'object' || shape === null || depth === 0) return shape;
  if (Array.isArray(shape)) return shape.map((part) => filled(part, numbers, depth - 1));
  const result: Record<string, unknown> = {};
  for (const [key, part] of Object.entries(shape)) {
    if (key !== '__proto__') result[key] = filled(part, numbers, depth - 1);
  }
  return result;
}
