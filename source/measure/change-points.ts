/** Where a series changed: `index` is the first value after the change; `p` the chance of so clear a one without any. */
export type ChangePoint = { readonly index: number; readonly p: number };

/** A level that was held for fewer values is an outlier, not a level. */
const fewestHeld = 3;

const permutations = 999;

/**
 * Where the level of a series changed, in order. E-divisive (Matteson and James, Journal of the American Statistical
 * Association 109, 2014): of every place to cut, the one with the largest energy distance between the two sides,
 * nm / (n + m) × (2 E|X - Y| - E|X - X'| - E|Y - Y'|), is a change where no more than a share `mostP` of random orders of
 * the same values has one as large; then both sides are looked at in the same way. It assumes no distribution and needs no
 * more than differences, so that one wild value moves it little. A series of fewer than six values has none. `random` gives
 * uniform numbers in (0, 1).
 */
export function changePoints(values: readonly number[], mostP: number, random: () => number): readonly ChangePoint[] {
  const found: ChangePoint[] = [];
  const look = (from: number, to: number): void => {
    const part = values.slice(from, to);
    const best = bestCut(part);
    if (best === null) return;
    let larger = 0;
    for (let turn = 0; turn < permutations; turn++) {
      if ((bestCut(shuffled(part, random))?.energy ?? 0) >= best.energy) larger += 1;
      // It cannot come under the limit any more.
      if (larger + 1 > mostP * (permutations + 1)) return;
    }
    found.push({ index: from + best.at, p: (larger + 1) / (permutations + 1) });
    look(from, from + best.at);
    look(from + best.at, to);
  };
  look(0, values.length);
  return found.sort((a, b) => a.index - b.index);
}

/** The cut with the largest energy distance, in time n² by moving one value at a time to the other side. */
function bestCut(values: readonly number[]): { readonly at: number; readonly energy: number } | null {
  const n = values.length;
  if (n < 2 * fewestHeld) return null;
  // Sums of |difference| within the left side, within the right one, and between them.
  let [left, right, between] = [0, 0, 0];
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) right += Math.abs(values[i]! - values[j]!);
  let best: { readonly at: number; readonly energy: number } | null = null;
  for (let at = 1; at <= n - fewestHeld; at++) {
    const moved = values[at - 1]!;
    let [toLeft, toRight] = [0, 0];
    for (let i = 0; i < at - 1; i++) toLeft += Math.abs(moved - values[i]!);
    for (let i = at; i < n; i++) toRight += Math.abs(moved - values[i]!);
    left += toLeft;
    right -= toRight;
    between += toRight - toLeft;
    if (at < fewestHeld) continue;
    const other = n - at;
    const within = left / pairs(at) + right / pairs(other);
    const energy = ((at * other) / n) * ((2 * between) / (at * other) - within);
    if (best === null || energy > best.energy) best = { at, energy };
  }
  return best;
}

function pairs(count: number): number {
  return (count * (count - 1)) / 2;
}

function shuffled(values: readonly number[], random: () => number): readonly number[] {
  const copy = [...values];
  for (let at = copy.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [copy[at], copy[other]] = [copy[other]!, copy[at]!];
  }
  return copy;
}
