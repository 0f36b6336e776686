import type { Glyphs } from '../glyphs.js';

/**
 * The last `width` values as one line of bars, newest at the right, from 0 to `top` (by default the highest shown). A
 * null is a gap and draws nothing, and so does the time before the first value.
 */
export function sparkline(
  values: readonly (number | null)[],
  width: number,
  glyphs: Glyphs,
  top: number | null = null,
): string {
  if (width <= 0) return '';
  const shown = values.slice(-width);
  const highest = top ?? Math.max(0, ...shown.map((value) => value ?? 0));
  const steps = glyphs.levels.length;
  const cells = shown.map((value) => {
    if (value === null || !Number.isFinite(value)) return ' ';
    const level = highest <= 0 ? 0 : Math.ceil((Math.max(0, value) / highest) * steps) - 1;
    return glyphs.levels[Math.min(steps - 1, Math.max(0, level))] ?? ' ';
  });
  return ' '.repeat(width - cells.length) + cells.join('');
}
