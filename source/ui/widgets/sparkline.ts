import type { Trace } from '../../store/trace.js';
import type { Glyphs } from '../glyphs.js';
import { roundScale } from './line-chart.js';

/**
 * The last values as one line of `width` bars, newest at the right, from 0 to `top` (by default a round number above the
 * highest shown, so that not every peak draws every bar anew). A null is a gap and draws nothing, and so does the time before
 * the first value. The line is filled to its end and then moved on by an eighth: what is past stays where it is meanwhile.
 */
export function sparkline(trace: Trace, width: number, glyphs: Glyphs, top: number | null = null): string {
  if (width <= 0) return '';
  const { values, end } = trace;
  const step = Math.max(1, Math.floor(width / 8));
  const free = Math.max(width, Math.ceil(end / step) * step) - Math.max(end, Math.min(width, end));
  const shown = values.slice(-(width - free));
  const highest = top ?? roundScale(Math.max(0, ...shown.map((value) => value ?? 0)));
  const steps = glyphs.levels.length;
  const cells = shown.map((value) => {
    if (value === null || !Number.isFinite(value)) return ' ';
    const level = highest <= 0 ? 0 : Math.ceil((Math.max(0, value) / highest) * steps) - 1;
    return glyphs.levels[Math.min(steps - 1, Math.max(0, level))] ?? ' ';
  });
  return ' '.repeat(width - free - cells.length) + cells.join('') + ' '.repeat(free);
}
