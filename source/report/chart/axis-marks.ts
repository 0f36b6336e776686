import type { Axis } from './axes.js';
import { type Frame, label } from './frame.js';
import { element, type Markup, numberText } from './markup.js';
import { textWidth } from './text-fit.js';

/** Marks and grid of the values that rise upwards, and above them what they are. */
export function leftMarks(frame: Frame, axis: Axis, text: (value: number) => string, title: string): Markup {
  const path = axis.ticks.map((tick) => `M${frame.left} ${numberText(axis.at(tick))}H${frame.right}`).join('');
  return element(
    'g',
    {},
    element('path', { class: 'grid', d: path === '' ? null : path }),
    ...axis.ticks.map((tick) => label(frame.left - 8, axis.at(tick) + 4, text(tick), { anchor: 'end' })),
    title === '' ? null : label(0, 11, title, { class: 'small' }),
  );
}

/** The line below the data with the marks on it, and under them what they are. */
export function bottomMarks(frame: Frame, axis: Axis, text: (value: number) => string, title: string): Markup {
  const path = axis.ticks.map((tick) => `M${numberText(axis.at(tick))} ${frame.bottom}v5`).join('');
  return element(
    'g',
    {},
    element('path', { class: 'axis', d: `M${frame.left} ${frame.bottom}H${frame.right}${path}` }),
    ...axis.ticks.map((tick) => {
      const words = text(tick);
      // The last one would stick out of the picture.
      const x = Math.min(axis.at(tick), frame.width - textWidth(words) / 2 - 1);
      return label(x, frame.bottom + 18, words, { anchor: 'middle' });
    }),
    title === '' ? null : label(frame.right, frame.bottom + 34, title, { anchor: 'end', class: 'small' }),
  );
}
