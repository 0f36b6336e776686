import type { Canvas } from '../canvas.js';
import { fit } from '../text/cells.js';
import { emptyLine, type Line, lineWidth, renderLine, type Span, span } from '../text/line.js';
import type { StyleName } from '../theme.js';

/** Room inside a pane's border and its one-cell padding left and right. */
export function innerSize(canvas: Canvas): { readonly width: number; readonly height: number } {
  return { width: Math.max(0, canvas.width - 4), height: Math.max(0, canvas.height - 2) };
}

/** What stands in the border besides the lines. */
export type FrameTitle = {
  readonly title: string;
  /** At the right end of the top border; left out where it does not fit. */
  readonly note?: Line;
  /** Style of the border; by default muted, or focus when the pane is focused. */
  readonly style?: StyleName;
};

/** A bordered pane of exactly the canvas' size: title in the top border, lines cut and padded to fit. */
export function paintFrame(frame: FrameTitle, lines: readonly Line[], canvas: Canvas): readonly string[] {
  const { width, height, theme } = canvas;
  if (width < 6 || height < 3) {
    return Array.from({ length: height }, (_, row) => renderLine(lines[row] ?? emptyLine, width, theme));
  }
  const { border } = canvas.glyphs;
  const style = frame.style ?? (canvas.isFocused ? 'focus' : 'muted');
  const inner = innerSize(canvas);
  const side = theme.paint(style, border.vertical);
  const bottom = border.bottomLeft + border.horizontal.repeat(width - 2) + border.bottomRight;
  return [
    renderLine(topBorder(frame, canvas, style), width, theme),
    ...Array.from(
      { length: inner.height },
      (_, row) => `${side} ${renderLine(lines[row] ?? emptyLine, inner.width, theme)} ${side}`,
    ),
    theme.paint(style, bottom),
  ];
}

function topBorder(frame: FrameTitle, canvas: Canvas, style: StyleName): Line {
  const { width, number } = canvas;
  const { border } = canvas.glyphs;
  const room = width - 6;
  const label = number === null ? frame.title : `${number} ${frame.title}`;
  const title = fit(label, Math.min(room, [...label].length));
  const note = frame.note ?? emptyLine;
  const noteWidth = lineWidth(note);
  const gap = width - 2 - (title.length + 3) - (noteWidth + 3);
  const left: Span[] = [
    // A pane that is gone to is told by a glyph too: who sees no colours sees that.
    span(`${border.topLeft}${canvas.isFocused ? canvas.glyphs.play : border.horizontal} `, style),
    span(title, canvas.isFocused ? 'focus' : 'strong'),
    span(' ', style),
  ];
  if (noteWidth === 0 || gap < 1) {
    const rest = Math.max(0, width - 4 - title.length - 1);
    return [...left, span(border.horizontal.repeat(rest) + border.topRight, style)];
  }
  return [
    ...left,
    span(`${border.horizontal.repeat(gap)} `, style),
    ...note,
    span(` ${border.horizontal}${border.topRight}`, style),
  ];
}
