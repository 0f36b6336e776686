import type { Glyphs } from './glyphs.js';
import type { Theme } from './theme.js';

/** How one viewer's screen looks, the same for every pane. */
export type Look = { readonly theme: Theme; readonly glyphs: Glyphs };

/** The rectangle that a painter fills, in cells, and how. */
export type Canvas = Look & {
  readonly width: number;
  readonly height: number;
  /** Digit shown in the title, which zooms the pane; null without one. */
  readonly number: number | null;
  /** Whether keys go to this pane. */
  readonly isFocused: boolean;
};

/** Draws a view: exactly `height` lines of exactly `width` cells each. Pure. */
export type Painter<View> = (view: View, canvas: Canvas) => readonly string[];
