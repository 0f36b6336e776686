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
  /** The three lines of the latency chart, and the rule of the objective. */
  | 'median'
  | 'tail'
  | 'extreme'
  | 'rule';

/** How styles look to one viewer. */
export type Theme = {
  readonly name: 'colour' | 'mono';
  /** The text in a style, as bytes for the terminal; ends in the terminal's own style. */
  readonly paint: (style: StyleName, text: string) => string;
};

/** SGR codes on and off. Each has its own end, so that a line can be cut and joined without resetting what is around. */
type Sgr = { readonly on: string; readonly off: string };

const none: Sgr = { on: '', off: '' };
const colour = (code: number): Sgr => ({ on: `\u001b[${code}m`, off: '\u001b[39m' });
const bold: Sgr = { on: '\u001b[1m', off: '\u001b[22m' };
const dim: Sgr = { on: '\u001b[2m', off: '\u001b[22m' };
const reverse: Sgr = { on: '\u001b[7m', off: '\u001b[27m' };
const both = (a: Sgr, b: Sgr): Sgr => ({ on: a.on + b.on, off: b.off + a.off });

type Palette = { readonly [style in StyleName]: Sgr };

/** Sixteen-colour codes: the terminal's own palette decides the shade, and fewer bytes travel. */
const coloured: Palette = {
  plain: none,
  strong: bold,
  muted: colour(90),
  accent: colour(36),
  good: colour(32),
  warning: colour(33),
  critical: both(bold, colour(31)),
  focus: both(bold, colour(36)),
  badge: both(bold, reverse),
  median: colour(32),
  tail: both(bold, colour(36)),
  extreme: colour(35),
  rule: colour(33),
};

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
  median: dim,
  tail: bold,
  extreme: none,
  rule: dim,
};

/** The theme for a viewer: `mono` where it has no colours or wants none. */
export function themeOf(name: Theme['name']): Theme {
  const palette = name === 'mono' ? monochrome : coloured;
  return {
    name,
    paint(style, text) {
      const { on, off } = palette[style];
      return on === '' ? text : on + text + off;
    },
  };
}
