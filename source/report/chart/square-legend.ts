import { type Frame, fitted, label, textWidth } from './frame.js';
import { element, type Markup } from './markup.js';
import { seriesColours } from './palette.js';

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
