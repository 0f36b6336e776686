import type { ThemeName } from '../model/screen.js';
import { type Colour, type ColourDepth, okabeItoColours, standardColours } from './theme-colours.js';

/**
 * What a stretch of text means; panes name nothing else. Colour never stands alone: every state is told by glyph and
 * word too.
 */
export type StyleName =
  | 'plain'
  | 'strong'
  | 'muted'
  | 'accent'
  | 'good'
  | 'warning'
  | 'critical'
  /** The pane that keys go to. */
  | 'focus'
  /** A badge that must not be overlooked. */
  | 'badge'
  /** What is chosen in a list. */
  | 'chosen'
  /** The three lines of the latency chart, and the rule of the objective. */
  | 'median'
  | 'tail'
  | 'extreme'
  | 'rule'
  /** The areas below them: to the median, to p95, to p99. */
  | 'band50'
  | 'band95'
  | 'band99'
  /** Few to many. */
  | 'heat1'
  | 'heat2'
  | 'heat3'
  | 'heat4'
  | 'heat5';

/** How styles look to one viewer. */
export type Theme = {
  readonly name: ThemeName;
  /** The text in a style, as bytes for the terminal; ends in the terminal's own style. */
  readonly paint: (style: StyleName, text: string) => string;
};

/** SGR codes on and off. Each has its own end, so that a line can be cut and joined without resetting what is around. */
type Sgr = { readonly on: string; readonly off: string };

type Palette = { readonly [style in StyleName]: Sgr };

const none: Sgr = { on: '', off: '' };
const bold: Sgr = { on: '\u001b[1m', off: '\u001b[22m' };
const dim: Sgr = { on: '\u001b[2m', off: '\u001b[22m' };
const reverse: Sgr = { on: '\u001b[7m', off: '\u001b[27m' };
const both = (a: Sgr, b: Sgr): Sgr => ({ on: a.on + b.on, off: b.off + a.off });

/** Without colour: bold, dim and reverse only. */
const monochrome: Palette = {
  plain: none,
  strong: bold,
  muted: dim,
  accent: none,
  good: none,
  warning: bold,
  critical: reverse,
  focus: bold,
  badge: reverse,
  chosen: reverse,
  median: dim,
  tail: bold,
  extreme: none,
  rule: dim,
  band50: none,
  band95: none,
  band99: dim,
  heat1: dim,
  heat2: dim,
  heat3: none,
  heat4: none,
  heat5: bold,
};

/** Bold and reverse go with some meanings in every theme: who sees no colours tells them by that and by their words. */
const weights: { readonly [style in StyleName]?: Sgr } = {
  strong: bold,
  critical: bold,
  focus: bold,
  badge: both(bold, reverse),
  chosen: reverse,
  tail: bold,
};

/** A theme in as many colours as a viewer has: 1 bit is none at all. */
export function themeOf(name: ThemeName, colourDepth = 4): Theme {
  const palette = name === 'mono' || colourDepth <= 1 ? monochrome : colouredPalette(name, depthOf(colourDepth));
  return {
    name: palette === monochrome ? 'mono' : name,
    paint(style, text) {
      const { on, off } = palette[style];
      return on === '' ? text : on + text + off;
    },
  };
}

function depthOf(bits: number): ColourDepth {
  if (bits >= 24) return 'true';
  return bits >= 8 ? '256' : '16';
}

function colouredPalette(name: Exclude<ThemeName, 'mono'>, depth: ColourDepth): Palette {
  const colours = name === 'okabe-ito' ? okabeItoColours : standardColours;
  const styles = Object.keys(monochrome) as readonly StyleName[];
  return Object.fromEntries(
    styles.map((style) => [style, sgrOf(colours[style], weights[style] ?? none, depth)]),
  ) as unknown as Palette;
}

function sgrOf(colour: Colour | undefined, weight: Sgr, depth: ColourDepth): Sgr {
  if (colour === undefined) return weight;
  const code =
    depth === '16'
      ? String(colour.sixteen)
      : depth === '256' || colour.red === undefined
        ? `38;5;${colour.index}`
        : `38;2;${colour.red.join(';')}`;
  // The sixteen are the terminal's own, chosen by whoever looks at it, and cost the fewest bytes: where they say the same
  // they stay.
  const own = { on: `\u001b[${colour.isOwn === true ? colour.sixteen : code}m`, off: '\u001b[39m' };
  return both(weight, own);
}
