import { type Frame, label } from './frame.js';
import { element, type Markup } from './markup.js';
import { seriesColours } from './palette.js';
import { fitted, textWidth } from './text-fit.js';

/** What lines mean, in one row above the data. */
export function legend(
  frame: Frame,
  entries: readonly { readonly text: string; readonly style: string }[],
  y = 11,
): Markup {
  let right = frame.right;
  const items = entries.toReversed().flatMap(({ style, text }) => {
    const at = right - textWidth(text);
    right = at - 36;
    return [element('path', { class: `line ${style}`, d: `M${Math.round(at - 24)} ${y - 4}h18` }), label(at, y, text)];
  });
  return element('g', {}, ...items);
}

/** What colours of bars mean, in one row above the data, as far as there is room. */
export function legendOfSquares(frame: Frame, names: readonly string[]): Markup {
  let left = frame.left;
  const items = names.flatMap((name, at) => {
    const text = fitted(name, 240);
    const from = left;
    if (from + textWidth(text) + 20 > frame.right) return [];
    left += textWidth(text) + 36;
    return [
      element('rect', { class: `f-series${(at % seriesColours) + 1}`, x: from, y: 16, width: 11, height: 11 }),
      label(from + 16, 26, text),
    ];
  });
  return element('g', {}, ...items);
}
