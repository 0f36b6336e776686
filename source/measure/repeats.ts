/** Numbers as a machine that measures does not give them: what is wrong, with the numbers that show it. */
export type Repeat =
  | { readonly kind: 'constant'; readonly value: number; readonly count: number }
  /** The same block again and again. */
  | { readonly kind: 'cycle'; readonly length: number; readonly times: number }
  | { readonly kind: 'copy'; readonly length: number };

/** Fewer readings than this repeat by themselves now and then. */
export const leastReadings = 5;
/** A block of fewer different values may be a gauge at rest between two states. */
const leastDistinct = 3;
/** A likeness that chance makes more often than this is none: coarse readings look alike now and then. */
const mostByChance = 0.001;

/** Whether a series never changes or goes round in a circle; null where it does neither, or is too short to tell. */
export function findRepeat(values: readonly number[]): Repeat | null {
  if (values.length < leastReadings) return null;
  if (new Set(values).size === 1) return { kind: 'constant', value: values[0]!, count: values.length };
  const alike = collisionRatio(values, values);
  for (let length = leastDistinct; length <= values.length / 2; length++) {
    if (alike ** (values.length - length) > mostByChance) continue;
    const block = values.slice(0, length);
    if (new Set(block).size < leastDistinct) continue;
    if (values.every((value, index) => value === block[index % length])) {
      return { kind: 'cycle', length, times: Math.floor(values.length / length) };
    }
  }
  return null;
}

/** Whether two series, of two levels or two servers, have so long a stretch in common that one must be a copy. */
export function findCopy(a: readonly number[], b: readonly number[]): Repeat | null {
  let best = 0;
  // Longest common stretch ending at each pair of places; a row at a time.
  let row = new Uint32Array(b.length + 1);
  for (let i = 0; i < a.length; i++) {
    const next = new Uint32Array(b.length + 1);
    for (let j = 0; j < b.length; j++) {
      if (a[i] !== b[j]) continue;
      const length = row[j]! + 1;
      next[j + 1] = length;
      if (length > best && new Set(a.slice(i - length + 1, i + 1)).size >= leastDistinct) best = length;
    }
    row = next;
  }
  const byChance = a.length * b.length * collisionRatio(a, b) ** best;
  return best >= leastReadings && byChance <= mostByChance ? { kind: 'copy', length: best } : null;
}

/** Chance that a reading of one and a reading of the other, drawn blindly, are equal. */
function collisionRatio(a: readonly number[], b: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of a) counts.set(value, (counts.get(value) ?? 0) + 1);
  return b.reduce((sum, value) => sum + (counts.get(value) ?? 0), 0) / (a.length * b.length);
}
