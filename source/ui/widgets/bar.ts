import type { Glyphs } from '../glyphs.js';
import { type Line, span } from '../text/line.js';
import type { StyleName } from '../theme.js';

/** How worried to be about the use of a bounded resource (0 to 1). */
export function worryStyle(ratio: number): StyleName {
  if (ratio >= 0.9) return 'critical';
  return ratio >= 0.75 ? 'warning' : 'good';
}

/** A bar of `width` cells filled to `ratio` (0 to 1); all track when the ratio is not known. */
export function bar(ratio: number | null, width: number, glyphs: Glyphs, style?: StyleName): Line {
  const known = ratio === null || !Number.isFinite(ratio) ? 0 : Math.min(1, Math.max(0, ratio));
  // Anything above nothing shows, and only what is full looks full.
  const filled = known === 0 ? 0 : Math.min(known < 1 ? width - 1 : width, Math.max(1, Math.round(known * width)));
  const cells = Math.max(0, Math.min(width, filled));
  return [
    span(glyphs.full.repeat(cells), style ?? worryStyle(known)),
    span(glyphs.track.repeat(Math.max(0, width - cells)), 'muted'),
  ];
}
