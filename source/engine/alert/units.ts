/** What a number of an expression is measured in; `plain` goes with everything. */
export const metricUnits = {
  percent: 'a percentage such as 80%',
  ms: 'a time such as 500ms',
  bytes: 'a size such as 2GiB',
  bytesPerSecond: 'bytes a second, such as 10MB',
  perSecond: 'a rate such as 20/s',
  count: 'a number',
  plain: 'a number',
} as const;

export type Unit = keyof typeof metricUnits;

/** A number with its unit, as it is written. */
export type Quantity = { readonly value: number; readonly unit: Unit };

const scales: Readonly<Record<string, Quantity>> = {
  '': { value: 1, unit: 'plain' },
  '%': { value: 1, unit: 'percent' },
  us: { value: 0.001, unit: 'ms' },
  ms: { value: 1, unit: 'ms' },
  s: { value: 1000, unit: 'ms' },
  m: { value: 60_000, unit: 'ms' },
  h: { value: 3_600_000, unit: 'ms' },
  d: { value: 86_400_000, unit: 'ms' },
  '/s': { value: 1, unit: 'perSecond' },
  '/min': { value: 1 / 60, unit: 'perSecond' },
  '/h': { value: 1 / 3600, unit: 'perSecond' },
  kB: { value: 1e3, unit: 'bytes' },
  MB: { value: 1e6, unit: 'bytes' },
  GB: { value: 1e9, unit: 'bytes' },
  TB: { value: 1e12, unit: 'bytes' },
  KiB: { value: 1024, unit: 'bytes' },
  MiB: { value: 1024 ** 2, unit: 'bytes' },
  GiB: { value: 1024 ** 3, unit: 'bytes' },
  TiB: { value: 1024 ** 4, unit: 'bytes' },
};

/** Units that may follow a number. */
export const writtenUnits: readonly string[] = Object.keys(scales).filter((name) => name !== '');

/** A number with what stands behind it, in the unit's base: milliseconds, per cent, bytes, a second. Null: no such unit. */
export function quantityOf(number: number, written: string): Quantity | null {
  if (!Object.hasOwn(scales, written)) return null;
  const { value, unit } = scales[written]!;
  return { value: number * value, unit };
}

/** Whether numbers of two units may be compared or added. */
export function areAlike(a: Unit, b: Unit): boolean {
  if (a === b || isBare(a) || isBare(b)) return true;
  return isBytes(a) && isBytes(b);
}

/** The unit of the two that says more. */
export function moreTelling(a: Unit, b: Unit): Unit {
  return isBare(a) ? (a === 'count' && b === 'plain' ? a : b) : a;
}

function isBare(unit: Unit): boolean {
  return unit === 'plain' || unit === 'count';
}

function isBytes(unit: Unit): boolean {
  return unit === 'bytes' || unit === 'bytesPerSecond';
}
