import { type Pen, type Stretch, stretchDifference } from './difference.js';
import { createGrid, unknown, writeLine } from './grid.js';
import { createStyles } from './styles.js';

/** A painted rectangle: lines of exactly `width` cells, the first at `row`, each beginning at `column`. */
export type Tile = {
  readonly row: number;
  readonly column: number;
  readonly width: number;
  readonly lines: readonly string[];
};

/** A whole screen: tiles that cover it, and tiles over them, the last one on top. */
export type Frame = {
  readonly columns: number;
  readonly rows: number;
  readonly tiles: readonly Tile[];
  readonly overlays: readonly Tile[];
};

/** One viewer's screen: draws frames as the difference to what it shows already. */
export type Display = {
  /**
   * Brings the screen to a frame, in one write; false when a write is still under way, and then nothing is drawn: who
   * draws is called back once it is done.
   */
  readonly draw: (frame: Frame) => boolean;
  /** Nothing is known any more of what the terminal shows: the next frame is drawn in whole. */
  readonly invalidate: () => void;
  /** Whether the terminal shows frames only once they are whole (mode 2026). */
  readonly setSynchronised: (isSynchronised: boolean) => void;
  readonly isBusy: () => boolean;
};

/** Writes to the terminal; calls back once it has taken everything. */
export type WriteBytes = (bytes: string, done: () => void) => void;

/** `onIdle` is called after each write, when the next frame can be drawn. */
export function createDisplay(write: WriteBytes, onIdle: () => void): Display {
  const styles = createStyles();
  let shown = createGrid(0, 0, unknown);
  let wanted = createGrid(0, 0, ' ');
  /** Lines that `wanted` holds below overlays, by place: what is painted alike again need not be read again. */
  let lines = new Map<number, string>();
  let covered = new Set<number>();
  let division = '';
  let isBusy = false;
  let isSynchronised = false;
  let pen: Pen = { row: -1, column: -1, style: 0 };

  const reset = (columns: number, rows: number): void => {
    shown = createGrid(columns, rows, unknown);
    wanted = createGrid(columns, rows, ' ');
    lines = new Map();
    covered = new Set();
    pen = { row: -1, column: -1, style: -1 };
  };

  /**
   * Writes the frame into `wanted`; returns what may differ, tile by tile: within one the ways of the cursor are short.
   */
  const place = (frame: Frame): readonly Stretch[] => {
    const touched: Stretch[] = [];
    const touch = ({ column, width }: Tile, row: number): void => {
      // A wide character at either end leaves a blank outside of it.
      touched.push({ row, from: Math.max(0, column - 1), to: column + width + 1 });
    };
    const nowCovered = new Set<number>();
    const now = frame.tiles.map(({ row, column, width, lines: own }) => [row, column, width, own.length]).join(' ');
    if (now !== division) lines = new Map();
    division = now;
    for (const overlay of frame.overlays) {
      for (let row = 0; row < overlay.lines.length; row++) nowCovered.add(overlay.row + row);
    }
    for (const tile of frame.tiles) {
      tile.lines.forEach((line, index) => {
        const row = tile.row + index;
        const key = row * 65_536 + tile.column;
        if (lines.get(key) === line && !covered.has(row)) return;
        lines.set(key, line);
        writeLine(wanted, row, tile.column, tile.width, line, styles);
        touch(tile, row);
      });
    }
    for (const overlay of frame.overlays) {
      overlay.lines.forEach((line, index) => {
        const row = overlay.row + index;
        writeLine(wanted, row, overlay.column, overlay.width, line, styles);
        touch(overlay, row);
      });
    }
    covered = nowCovered;
    return touched;
  };

  return {
    draw(frame) {
      if (isBusy) return false;
      if (shown.columns !== frame.columns || shown.rows !== frame.rows) reset(frame.columns, frame.rows);
      const stretches = place(frame);
      // The first frame sets its look from nothing, whatever was before.
      let bytes = '';
      const isFirst = pen.style === -1;
      if (isFirst) pen.style = 0;
      for (const stretch of stretches) {
        const isOnScreen = stretch.row >= 0 && stretch.row < frame.rows;
        if (isOnScreen) bytes += stretchDifference(shown, wanted, stretch, pen, styles);
      }
      if (bytes === '') return true;
      if (isFirst) bytes = `\u001b[m${bytes}`;
      isBusy = true;
      write(isSynchronised ? `\u001b[?2026h${bytes}\u001b[?2026l` : bytes, () => {
        isBusy = false;
        onIdle();
      });
      return true;
    },
    invalidate() {
      reset(shown.columns, shown.rows);
    },
    setSynchronised(value) {
      isSynchronised = value;
    },
    isBusy: () => isBusy,
  };
}
