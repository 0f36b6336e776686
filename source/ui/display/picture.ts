import type { Frame } from './display.js';
import { createGrid, type Grid, writeLine } from './grid.js';
import { createStyles, type Styles } from './styles.js';

/** What is on a screen, kept: as text, and as a picture with its colours. */
export type Picture = { readonly text: string; readonly svg: string };

/** Cells of a monospaced font of 14 pixels. */
const cell = { width: 8.4, height: 17, base: 13 } as const;
const margin = 12;

/** Draws a frame as text and as an SVG that needs no font of its own: each run of text is stretched to its cells. */
export function pictureOf(frame: Frame, title: string): Picture {
  const styles = createStyles();
  const grid = createGrid(frame.columns, frame.rows, ' ');
  for (const tile of [...frame.tiles, ...frame.overlays]) {
    for (const [index, line] of tile.lines.entries()) {
      writeLine(grid, tile.row + index, tile.column, tile.width, line, styles);
    }
  }
  const rows = Array.from({ length: grid.rows }, (_, row) =>
    grid.texts.slice(row * grid.columns, (row + 1) * grid.columns),
  );
  const text = `${rows.map((cells) => cells.join('').trimEnd()).join('\n')}\n`;
  return { text, svg: svgOf(grid, styles, title) };
}

function svgOf(grid: Grid, styles: Styles, title: string): string {
  const width = Math.ceil(grid.columns * cell.width + 2 * margin);
  const height = Math.ceil(grid.rows * cell.height + 2 * margin);
  const runs = Array.from({ length: grid.rows }, (_, row) => rowRuns(grid, row, styles)).flat();
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="100%" height="100%" rx="8" fill="${background}"/>`,
    `<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" xml:space="preserve">`,
    ...runs,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

/** The text of a row in runs of one look; blanks without a background are not drawn. */
function rowRuns(grid: Grid, row: number, styles: Styles): readonly string[] {
  const runs: string[] = [];
  const begin = row * grid.columns;
  for (let from = 0; from < grid.columns; ) {
    const style = grid.styles[begin + from]!;
    let to = from + 1;
    while (to < grid.columns && grid.styles[begin + to] === style) to += 1;
    const text = grid.texts.slice(begin + from, begin + to).join('');
    runs.push(...runOf(text, from, to - from, row, styles.look(style)));
    from = to;
  }
  return runs;
}

function runOf(
  text: string,
  column: number,
  cells: number,
  row: number,
  look: ReturnType<Styles['look']>,
): readonly string[] {
  const ink = colourOf(look.foreground) ?? (look.bold ? bright : plain);
  const paper = colourOf(look.background);
  const [fill, back] = look.reverse ? [paper ?? background, ink] : [ink, paper];
  const x = round(margin + column * cell.width);
  const y = round(margin + row * cell.height);
  const width = round(cells * cell.width);
  const parts =
    back === null ? [] : [`<rect x="${x}" y="${y}" width="${width}" height="${cell.height}" fill="${back}"/>`];
  if (text.trim() === '') return parts;
  const lead = text.length - text.trimStart().length;
  const shown = text.trim();
  const weight = look.bold ? ' font-weight="bold"' : '';
  const opacity = look.dim ? ' opacity="0.6"' : '';
  const start = round(x + lead * cell.width);
  const length = round((cells - lead - (text.length - text.trimEnd().length)) * cell.width);
  return [
    ...parts,
    `<text x="${start}" y="${round(y + cell.base)}" textLength="${length}" lengthAdjust="spacingAndGlyphs" fill="${fill}"${weight}${opacity}>${escaped(shown)}</text>`,
  ];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

const background = '#10141a';
const plain = '#c8d0d8';
const bright = '#ffffff';

/** The sixteen colours as most terminals have them. */
const sixteen = [
  ...['#3b4252', '#e05f65', '#5fc27e', '#e0b050', '#5b8fd9', '#b77fdb', '#4fc1cf', '#c8d0d8'],
  ...['#6b7688', '#ff7b82', '#7fe0a0', '#ffd070', '#80b0ff', '#d8a0ff', '#78e0ec', '#ffffff'],
] as const;

/** A colour of SGR parameters for a picture; null for the terminal's own. */
function colourOf(parameters: string): string | null {
  if (parameters === '') return null;
  const [kind, space, ...values] = parameters.split(';').map(Number);
  if (space === 2) return `rgb(${values.join(',')})`;
  if (space === 5) return indexed(values[0] ?? 7);
  const code = kind ?? 37;
  return sixteen[code >= 90 ? (code % 10) + 8 : code % 10] ?? null;
}

/** The 256: sixteen, a cube of six steps a side, and greys. */
function indexed(index: number): string {
  if (index < 16) return sixteen[index] ?? plain;
  if (index >= 232) {
    const grey = 8 + 10 * (index - 232);
    return `rgb(${grey},${grey},${grey})`;
  }
  const step = (value: number): number => (value === 0 ? 0 : 55 + 40 * value);
  const at = index - 16;
  return `rgb(${step(Math.floor(at / 36))},${step(Math.floor(at / 6) % 6)},${step(at % 6)})`;
}
