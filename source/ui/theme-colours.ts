import type { StyleName } from './theme.js';

/** How many colours a viewer has. */
export type ColourDepth = '16' | '256' | 'true';

/** One colour for each depth: an SGR code of the sixteen, an index of the 256, red, green and blue. */
export type Colour = {
  readonly sixteen: number;
  readonly index: number;
  readonly red?: readonly [number, number, number];
  /** The terminal's own colour is meant, at every depth. */
  readonly isOwn?: true;
};

type Colours = { readonly [style in StyleName]?: Colour };

const own = (sixteen: number): Colour => ({ sixteen, index: 0, isOwn: true });
const exact = (sixteen: number, index: number, ...red: readonly [number, number, number]): Colour => ({
  sixteen,
  index,
  red,
});

/** One hue from dark to light, for what is counted and not judged: it is as readable to those who see few colours. */
const blues = {
  heat1: exact(34, 24, 20, 82, 120),
  heat2: exact(34, 31, 20, 110, 160),
  heat3: exact(36, 38, 30, 144, 190),
  heat4: exact(36, 80, 96, 200, 216),
  heat5: exact(97, 195, 214, 250, 255),
  band50: exact(34, 25, 28, 92, 168),
  band95: exact(36, 31, 30, 126, 176),
  band99: exact(36, 73, 96, 168, 180),
} satisfies Colours;

/** The terminal's own sixteen wherever they say it; they fit its background, and few bytes travel. */
export const standardColours: Colours = {
  muted: own(90),
  accent: own(36),
  good: own(32),
  warning: own(33),
  critical: own(31),
  focus: own(36),
  median: own(32),
  tail: own(36),
  extreme: own(35),
  rule: own(33),
  ...blues,
};

/**
 * The colours of Okabe and Ito ("Color Universal Design", 2008), which people with any common colour blindness tell apart:
 * bluish green for good, orange for a warning, vermillion for what is critical.
 */
export const okabeItoColours: Colours = {
  muted: own(90),
  accent: exact(36, 74, 86, 180, 233),
  good: exact(36, 36, 0, 158, 115),
  warning: exact(33, 178, 230, 159, 0),
  critical: exact(31, 166, 213, 94, 0),
  focus: exact(36, 74, 86, 180, 233),
  median: exact(36, 36, 0, 158, 115),
  tail: exact(36, 74, 86, 180, 233),
  extreme: exact(35, 175, 204, 121, 167),
  rule: exact(33, 227, 240, 228, 66),
  ...blues,
};
