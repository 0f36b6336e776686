import { isObject } from '../../model/plain-object.js';

/** A finite number of at least 0 out of a recorded file; null where it is none. */
export function soundAmount(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : null;
}

/** Two finite numbers in order, both above 0; null where they are none. */
export function soundInterval(value: unknown): readonly [number, number] | null {
  if (!Array.isArray(value)) return null;
  const [low, high] = [soundAmount(value[0]), soundAmount(value[1])];
  return low !== null && high !== null && low > 0 && low <= high ? [low, high] : null;
}

/** The texts of a list out of a recorded file. */
export function soundTexts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}

/** An object's fields; none where it is no object. */
export function soundFields(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
