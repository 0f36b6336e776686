import { render, useInput, usePaste } from 'ink';
import { type ReactElement, useSyncExternalStore } from 'react';
import { glyphsOf } from '../glyphs.js';
import { strokesOf } from '../keys/strokes.js';
import { span } from '../text/line.js';
import { themeOf } from '../theme.js';
import { Sheet, type SheetView } from './sheet.js';
import { createKeyStream, createSheetStream, type KeyStream } from './streams.js';

/** What Ink is given to do: to read keys, and to draw what lies over the panes. */
export type InkWork = {
  readonly keys: KeyStream;
  readonly onStroke: (stroke: string) => void;
  /** Text that was pasted: it is no key, and goes only where text is typed. */
  readonly onPaste: (text: string) => void;
  readonly sheet: () => SheetView | null;
  /** Calls back when `sheet` has another answer. */
  readonly subscribe: (listener: () => void) => () => void;
  /** The lines of the sheet as Ink has laid them out; none when there is no sheet. */
  readonly show: (lines: readonly string[]) => void;
  readonly onFailure: (error: Error) => void;
};

/**
 * Starts Ink, and returns its end. It never sees the terminal: it reads keys from a stream of ours and draws into one, on
 * which each commit is one whole frame (`debug`), so that nothing of its own is on the screen or in its modes.
 */
export function startInk(work: InkWork): () => void {
  warmUp();
  const first = work.sheet();
  const sheets = createSheetStream({ columns: first?.width ?? 1, rows: first?.height ?? 1 }, work.show);
  const subscribe: InkWork['subscribe'] = (listener) =>
    work.subscribe(() => {
      const sheet = work.sheet();
      if (sheet !== null) sheets.setSize({ columns: sheet.width, rows: sheet.height });
      listener();
    });
  const instance = render(<Keys {...work} subscribe={subscribe} />, {
    stdout: sheets.stream,
    stdin: work.keys.stream,
    debug: true,
    interactive: true,
    patchConsole: false,
    exitOnCtrlC: false,
  });
  instance.waitUntilExit().catch((error: unknown) => {
    work.onFailure(error instanceof Error ? error : new Error(String(error)));
  });
  return () => instance.unmount();
}

/** How often a sheet is laid out before anybody sees one, and how many lines it has: enough for the code to be compiled. */
const warmUps = { times: 4, lines: 24 } as const;

/**
 * Lays out a sheet that nobody sees. The first ones take up to a fifth of a second, for layout, patterns and tables that are
 * made only then, and code that is not compiled yet: now it is nobody's key that waits for it.
 */
function warmUp(): void {
  const look = { theme: themeOf('default'), glyphs: glyphsOf('block') };
  const lines = Array.from({ length: warmUps.lines }, (_, row) => [span('─ é ● ', 'accent'), span(`line ${row}`)]);
  const column = { title: 'a', width: 50, lines };
  const view = { row: 0, column: 0, width: 60, height: 30, title: 'a', note: 'b', head: [], columns: [column], look };
  const { stream } = createSheetStream({ columns: 60, rows: 30 }, () => {});
  const options = {
    stdout: stream,
    stdin: createKeyStream().stream,
    debug: true,
    interactive: true,
    patchConsole: false,
  };
  const instance = render(<Sheet view={view} />, options);
  for (let turn = 1; turn < warmUps.times; turn++) instance.rerender(<Sheet view={{ ...view, title: String(turn) }} />);
  instance.unmount();
}

function Keys({ onStroke, onPaste, sheet, subscribe }: InkWork): ReactElement | null {
  const view = useSyncExternalStore(subscribe, sheet);
  useInput((input, key) => {
    const strokes = strokesOf(input, key);
    for (const stroke of strokes) onStroke(stroke);
    // Pasted by a terminal that does not mark it: it is text where text is typed, and nothing anywhere else.
    if (strokes.length === 0 && input.length > 1 && !key.meta && !key.ctrl) onPaste(input);
  });
  usePaste(onPaste);
  return view === null ? null : <Sheet view={view} />;
}
