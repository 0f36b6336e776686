import type { GlyphName } from '../model/screen.js';

/** Every glyph that panes draw with: one cell each in every set. */
export type Glyphs = {
  readonly name: GlyphName;
  readonly brand: string;
  readonly live: string;
  readonly frozen: string;
  readonly record: string;
  /** Lamps of a circuit. */
  readonly closed: string;
  readonly halfOpen: string;
  readonly open: string;
  readonly yes: string;
  readonly no: string;
  readonly unclear: string;
  readonly alert: string;
  readonly dot: string;
  readonly play: string;
  readonly pause: string;
  readonly down: string;
  readonly to: string;
  readonly full: string;
  readonly track: string;
  /** A stretch known to be good, not known, and known to be bad, on the axis of a search. */
  readonly carries: string;
  readonly unknown: string;
  readonly breaks: string;
  readonly rule: string;
  readonly divider: string;
  readonly ellipsis: string;
  /** Where the next character of what is typed will stand. */
  readonly cursor: string;
  /** Before a process that belongs to the server above: one with another after it, and the last one. */
  readonly branch: string;
  readonly lastBranch: string;
  /** Eight levels, lowest first. */
  readonly levels: readonly string[];
  /** Up to the median, from there to p95, and from there to p99. */
  readonly bands: readonly [string, string, string];
  /** Few to many, five steps. */
  readonly heat: readonly [string, string, string, string, string];
  /** A single value: a maximum, a stretch of a run that nobody judged. */
  readonly point: string;
  /** Where the load is now. */
  readonly here: string;
  /** A mark that somebody made. */
  readonly mark: string;
  /** The present on the timeline, and the time that is looked at. */
  readonly now: string;
  /** Where that time crosses a line. */
  readonly crossing: string;
  readonly corner: string;
  readonly upright: string;
  readonly border: {
    readonly topLeft: string;
    readonly topRight: string;
    readonly bottomLeft: string;
    readonly bottomRight: string;
    readonly horizontal: string;
    readonly vertical: string;
  };
  /** The ten symbols of asciichart: zero axis, axis, end, start, flat, up from, down from, up to, down to, upright. */
  readonly chart: readonly [string, string, string, string, string, string, string, string, string, string];
};

const block: Glyphs = {
  name: 'block',
  brand: '⊖',
  live: '●',
  frozen: '■',
  record: '●',
  closed: '●',
  halfOpen: '◐',
  open: '○',
  yes: '✓',
  no: '✗',
  unclear: '?',
  alert: '▲',
  dot: '·',
  play: '▶',
  pause: '■',
  down: '▼',
  to: '→',
  full: '█',
  track: '░',
  carries: '━',
  unknown: '░',
  breaks: '╌',
  rule: '╌',
  divider: '│',
  ellipsis: '…',
  cursor: '▏',
  branch: '├',
  lastBranch: '└',
  levels: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  bands: ['▓', '▒', '░'],
  heat: ['·', '░', '▒', '▓', '█'],
  point: '·',
  here: '◆',
  mark: '◆',
  now: '┃',
  crossing: '╂',
  corner: '└',
  upright: '╎',
  border: {
    topLeft: '╭',
    topRight: '╮',
    bottomLeft: '╰',
    bottomRight: '╯',
    horizontal: '─',
    vertical: '│',
  },
  chart: ['─', ' ', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│'],
};

const ascii: Glyphs = {
  name: 'ascii',
  brand: '@',
  live: '*',
  frozen: '#',
  record: '*',
  closed: '*',
  halfOpen: '~',
  open: 'o',
  yes: '+',
  no: 'x',
  unclear: '?',
  alert: '!',
  dot: '.',
  play: '>',
  pause: '=',
  down: 'v',
  to: '>',
  full: '#',
  track: '.',
  carries: '=',
  unknown: '?',
  breaks: 'x',
  rule: '-',
  divider: '|',
  ellipsis: '~',
  cursor: '_',
  branch: '|',
  lastBranch: '`',
  levels: ['_', '.', ':', '-', '=', '+', '*', '#'],
  bands: ['#', '=', '-'],
  heat: ['.', ':', '+', '*', '#'],
  point: '.',
  here: '@',
  mark: '^',
  now: '|',
  crossing: '+',
  corner: '`',
  upright: ':',
  border: { topLeft: '+', topRight: '+', bottomLeft: '+', bottomRight: '+', horizontal: '-', vertical: '|' },
  chart: ['_', ' ', '_', '_', '_', '`', ',', '.', "'", '|'],
};

/** The set of a name: `ascii` for a viewer that does not read UTF-8, `braille` for finer lines where its font has them. */
export function glyphsOf(name: Glyphs['name']): Glyphs {
  switch (name) {
    case 'block':
      return block;
    case 'braille':
      return { ...block, name };
    case 'ascii':
      return ascii;
  }
}
