import { type Child, element, type Markup } from './markup.js';

/** How wide a chart is drawn: for a page or a picture, or for a phone. */
export type Width = 'wide' | 'narrow';

/** A chart's size and the place in it that data have, in units of 1/96 inch. */
export type Frame = {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
};

const widths: { readonly [width in Width]: number } = { wide: 1040, narrow: 380 };

/** The frame of a chart with room for its axes; `height` of the place for data. */
export function frameOf(
  width: Width,
  height: number,
  room: { readonly top?: number; readonly left?: number; readonly below?: number } = {},
): Frame {
  const whole = widths[width];
  const top = room.top ?? 12;
  return {
    width: whole,
    height: top + height + (room.below ?? 40),
    left: room.left ?? (width === 'wide' ? 64 : 52),
    right: whole - (width === 'wide' ? 22 : 16),
    top,
    bottom: top + height,
  };
}

/** The picture of a frame. `label` says in words what it shows, for those who cannot see it. */
export function svg(
  { height, width }: Pick<Frame, 'width' | 'height'>,
  label: string,
  ...children: readonly Child[]
): Markup {
  const viewBox = `0 0 ${Math.round(width)} ${Math.round(height)}`;
  return element('svg', { viewBox, class: 'chart', role: 'img', 'aria-label': label }, ...children);
}

/** A text at a place. */
export function label(
  x: number,
  y: number,
  text: string,
  style: { readonly class?: string; readonly anchor?: 'start' | 'middle' | 'end' } = {},
): Markup {
  const { anchor = 'start', class: name = null } = style;
  return element('text', { x, y, 'text-anchor': anchor === 'start' ? null : anchor, class: name }, text);
}
