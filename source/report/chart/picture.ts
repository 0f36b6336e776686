import { pictureStyle } from './chart-style.js';
import { label } from './frame.js';
import { element, type Markup, markupText } from './markup.js';
import { fitted } from './text-fit.js';

const [edge, head] = [20, 52];

/** A chart as a picture that stands alone: an SVG file with its own style, on white, with its title above it. */
export function pictureText(chart: Markup, title: string, subtitle: string): string {
  const [, , inner = 0, tall = 0] = String(chart.attributes.viewBox).split(' ').map(Number);
  const [width, height] = [inner + 2 * edge, tall + head + edge];
  const picture = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'chart',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-label': chart.attributes['aria-label'] ?? null,
    },
    element('style', {}, pictureStyle()),
    element('rect', { class: 'f-paper', width, height }),
    label(edge, 24, fitted(title, inner), { class: 'strong' }),
    label(edge, 42, fitted(subtitle, inner), { class: 'small' }),
    element('g', { transform: `translate(${edge} ${head})` }, ...chart.children),
  );
  return `${markupText(picture)}\n`;
}
