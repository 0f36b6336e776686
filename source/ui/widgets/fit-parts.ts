import { type Line, lineWidth, span } from '../text/line.js';

/** A stretch of a bar that may be left out: 0 is the last to go. */
export type Part = { readonly priority: number; readonly line: Line };

/** As many parts as fit in `width`, the most important first chosen, in the order given, `gap` cells apart. */
export function fitParts(parts: readonly Part[], width: number, gap = 2): Line {
  const order = parts
    .map((part, index) => ({ part, index }))
    .filter(({ part }) => part.line.length > 0)
    .sort((a, b) => a.part.priority - b.part.priority || a.index - b.index);
  const kept = new Set<number>();
  let used = 0;
  for (const { part, index } of order) {
    const more = lineWidth(part.line) + (kept.size === 0 ? 0 : gap);
    if (used + more > width) continue;
    kept.add(index);
    used += more;
  }
  const chosen = parts.filter((_, index) => kept.has(index));
  return chosen.flatMap((part, index) => (index === 0 ? part.line : [span(' '.repeat(gap)), ...part.line]));
}
