/** Longest name that is compared: the cost grows with its square, and names come from outside. */
const longest = 40;

/**
 * The known name that was most likely meant, or null when none is near: the fewest insertions, deletions, replacements
 * and swaps of neighbours (Damerau-Levenshtein, restricted), at most one for each three characters.
 */
export function nearestName(given: string, known: Iterable<string>): string | null {
  const name = given.slice(0, longest).toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(name, candidate.toLowerCase());
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** "did you mean ...?" with the nearest name; null where none is near. For messages that list all of them. */
export function closest(given: string, known: readonly string[]): string | null {
  const nearest = nearestName(given, known);
  return nearest === null ? null : `did you mean ${nearest}?`;
}

/** "did you mean ...?" with the nearest name, or the whole list of names where none is near. */
export function suggestion(given: string, known: readonly string[], written = (name: string): string => name): string {
  const nearest = nearestName(given, known);
  return nearest === null ? `known: ${known.map(written).join(', ')}` : `did you mean ${written(nearest)}?`;
}

function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = last[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1);
      let distance = Math.min(last[column]! + 1, current[column - 1]! + 1, replaced);
      if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        distance = Math.min(distance, beforeLast[column - 2]! + 1);
      }
      current.push(distance);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length]!;
}
