import { type ColourName, colourNames, palette } from './palette.js';

/** The font of pictures that are read without a page around them; pages have that of their reader. */
export const pictureFont = 'Inter';

/**
 * The style of everything that is drawn, by classes alone. `colour` says how a colour of the palette is written: as itself in a
 * picture that stands alone, as a variable in a page that may be light or dark.
 */
export function chartStyle(colour: (name: ColourName) => string): string {
  const strokes = ['p50', 'p90', 'p99', 'p999', 'accent', 'good', 'warning', 'critical', 'muted', 'ink'] as const;
  const fills = colourNames.filter((name) => /^(?:heat|series)\d$/.test(name));
  return [
    `.chart text{font-size:12px;fill:${colour('muted')}}`,
    `.chart .strong{font-weight:600;fill:${colour('ink')}}`,
    `.chart .small{font-size:11px}`,
    `.chart .grid{stroke:${colour('faint')};stroke-width:1;fill:none}`,
    `.chart .axis{stroke:${colour('muted')};stroke-width:1;fill:none}`,
    `.chart .line{fill:none;stroke-width:1.75;stroke-linejoin:round;stroke-linecap:round}`,
    `.chart .line.s-p999{stroke-width:4}`,
    `.chart .thin{fill:none;stroke-width:1.25}`,
    `.chart .rule{fill:none;stroke-width:1.5;stroke-dasharray:6 4}`,
    `.chart .dotted{fill:none;stroke-width:1.5;stroke-dasharray:2 4}`,
    ...strokes.map((name) => `.chart .s-${name}{stroke:${colour(name)}}`),
    ...strokes.map((name) => `.chart .f-${name}{fill:${colour(name)}}`),
    `.chart .f-paper{fill:${colour('paper')}}`,
    `.chart .f-panel{fill:${colour('panel')}}`,
    `.chart .hit{fill:none;pointer-events:all}`,
    `.chart .f-faint{fill:${colour('faint')}}`,
    `.chart .f-band{fill:${colour('band')}}`,
    `.chart .f-spread{fill:${colour('spread')}}`,
    ...fills.map((name) => `.chart .f-${name}{fill:${colour(name)}}`),
    ...fills.filter((name) => name.startsWith('series')).map((name) => `.chart .s-${name}{stroke:${colour(name)}}`),
  ].join('\n');
}

/** The style of a picture that stands alone: the light palette. */
export function pictureStyle(): string {
  return `.chart text{font-family:${pictureFont},sans-serif}\n${chartStyle((name) => palette[name][0])}`;
}
