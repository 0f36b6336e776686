import type { ColourChoice, ThemeName } from '../model/screen.js';
import type { Look } from './canvas.js';
import { type Glyphs, glyphsOf } from './glyphs.js';
import { themeOf } from './theme.js';

/** Where a viewer's keys come from: a terminal's input, or anything that behaves like one. */
export type ViewerInput = NodeJS.ReadableStream & {
  readonly isTTY?: boolean;
  readonly setRawMode?: (isRaw: boolean) => unknown;
};

/** Where a viewer's screen is. Its size is asked of it whenever it emits `resize`. */
export type ViewerOutput = {
  /** Calls back once everything has been taken; until then nothing more is written. */
  readonly write: (text: string, done: () => void) => unknown;
  readonly on: (event: 'resize', listener: () => void) => unknown;
  readonly off: (event: 'resize', listener: () => void) => unknown;
  readonly columns?: number;
  readonly rows?: number;
};

/** One who watches a session: the only door that ui/ has to a terminal. Several may watch at once. */
export type Viewer = {
  readonly stdin: ViewerInput;
  readonly stdout: ViewerOutput;
  /** Writes at once, for the last moment of a process; what the terminal does not take is lost. */
  readonly writeNow?: (text: string) => void;
  /** Bits of colour: 1 is none. */
  readonly colourDepth: number;
  /** Whether the terminal reads UTF-8. */
  readonly isUnicode: boolean;
};

/** Who looks at what: at a session that may be steered, at one that may not, at a recording. */
export type ViewerKind = 'live' | 'read-only' | 'replay';

export type ScreenSize = { readonly columns: number; readonly rows: number };

/** The size of a viewer's screen now; 80 by 24 where it tells none. */
export function sizeOf(viewer: Viewer): ScreenSize {
  const { columns, rows } = viewer.stdout;
  return {
    columns: columns !== undefined && columns > 0 ? columns : 80,
    rows: rows !== undefined && rows > 0 ? rows : 24,
  };
}

/** What a viewer would like; null where anything will do. */
export type WantedLook = { readonly theme: ThemeName | null; readonly glyphs: Glyphs['name'] | null };

/** How a viewer's screen looks: what is wanted, as far as the viewer can show it. */
export function lookOf(
  viewer: Pick<Viewer, 'colourDepth' | 'isUnicode'>,
  wanted: WantedLook = { theme: null, glyphs: null },
): Look {
  return {
    theme: themeOf(wanted.theme ?? 'default', viewer.colourDepth),
    glyphs: glyphsOf(viewer.isUnicode ? (wanted.glyphs ?? 'block') : 'ascii'),
  };
}

/**
 * What the environment of a terminal says of its colours and its encoding. NO_COLOR (not empty) wins over everything but
 * what the user asks for by name; a dumb terminal has neither. `depth` is what the stream itself says, 4 where it says
 * nothing.
 */
export function capabilitiesOf(
  environment: { readonly [name: string]: string | undefined },
  depth = 4,
  wanted: ColourChoice = 'auto',
): Pick<Viewer, 'colourDepth' | 'isUnicode'> {
  const { NO_COLOR, TERM, LC_ALL, LC_CTYPE, LANG } = environment;
  const locale = [LC_ALL, LC_CTYPE, LANG].find((value) => value !== undefined && value !== '') ?? '';
  const isColourless = (NO_COLOR !== undefined && NO_COLOR !== '') || TERM === 'dumb';
  const isPoor = TERM === 'dumb' || TERM === 'linux';
  return {
    colourDepth: wanted === 'auto' ? (isColourless ? 1 : depth) : depths[wanted],
    isUnicode: !isPoor && (locale === '' || /utf-?8/i.test(locale)),
  };
}

const depths: { readonly [choice in Exclude<ColourChoice, 'auto'>]: number } = {
  never: 1,
  '16': 4,
  '256': 8,
  truecolor: 24,
};
