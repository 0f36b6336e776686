/** What a mouse did, in cells counted from 0. */
export type MouseEvent = {
  readonly kind: 'press' | 'wheel-up' | 'wheel-down';
  readonly row: number;
  readonly column: number;
};

/** What came from a terminal, sorted. */
export type Tapped = {
  /** For whoever reads keys: everything else. */
  readonly keys: string;
  readonly mouse: readonly MouseEvent[];
  /** Function keys as strokes, `f1` to `f12`: Ink knows them and does not tell. */
  readonly functionKeys: readonly string[];
  /** Whether the terminal has synchronised output; null where it did not say so now. */
  readonly isSynchronised: boolean | null;
};

/** Answers to questions about modes, and reports of the mouse: no keyboard sends either. */
const reports = /\u001b\[\?(\d+);(\d)\$y|\u001b\[<(\d+);(\d+);(\d+)([Mm])/g;

/** F1 to F12 as xterm, the VT220 and the Linux console send them. */
const functionKey = /\u001b(?:O([P-S])|\[(1[1-57-9]|2[0134])~|\[\[([A-E]))/g;

/** The numbers behind `ESC [`, from F1 to F12. */
const functionNumbers = ['11', '12', '13', '14', '15', '17', '18', '19', '20', '21', '23', '24'];

/** The beginning of one of them at the end of what was read. No key begins like that, so that holding it back delays none. */
const unfinished = /\u001b\[(?:\?[\d;]*\$?|<[\d;]*)$/;

const longestHeld = 32;

/** Takes what a terminal reports by itself out of the stream of keys; a report may come in pieces. */
export function createInputTap(): (chunk: string) => Tapped {
  let held = '';
  return (chunk) => {
    const mouse: MouseEvent[] = [];
    const functionKeys: string[] = [];
    let isSynchronised: boolean | null = null;
    let keys = (held + chunk)
      .replace(reports, (_all, mode, state, button, column, row, end) => {
        if (mode === '2026') isSynchronised = state === '1' || state === '2' || state === '3';
        const event =
          button === undefined ? null : mouseEvent(Number(button), Number(column), Number(row), end === 'M');
        if (event !== null) mouse.push(event);
        return '';
      })
      .replace(functionKey, (_all, letter, number, linux) => {
        const index = letter
          ? 'PQRS'.indexOf(letter)
          : linux
            ? 'ABCDE'.indexOf(linux)
            : functionNumbers.indexOf(number);
        functionKeys.push(`f${index + 1}`);
        return '';
      });
    held = unfinished.exec(keys)?.[0] ?? '';
    if (held.length > longestHeld) held = '';
    keys = keys.slice(0, keys.length - held.length);
    return { keys, mouse, functionKeys, isSynchronised };
  };
}

function mouseEvent(button: number, column: number, row: number, isPress: boolean): MouseEvent | null {
  const at = { row: row - 1, column: column - 1 };
  if (button === 64) return { kind: 'wheel-up', ...at };
  if (button === 65) return { kind: 'wheel-down', ...at };
  return button === 0 && isPress ? { kind: 'press', ...at } : null;
}
