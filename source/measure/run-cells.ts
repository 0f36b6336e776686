import { emptyHistogram, type HistogramData } from '../model/histogram.js';
import { mergeHistograms } from './histogram.js';
import { createHistogramSum } from './histogram-sum.js';

/** What happened in one stretch of a load at one rate. */
export type RunCell = {
  readonly seconds: number;
  readonly due: number;
  readonly bad: number;
  readonly good: number;
  /** Response times of good answers. */
  readonly responseTime: HistogramData;
};

const emptyCell: RunCell = { seconds: 0, due: 0, bad: 0, good: 0, responseTime: emptyHistogram };

/** A series of stretches of one length, in memory that does not grow with its own. */
export type CellSeries<Cell> = {
  readonly add: (cell: Cell) => void;
  /** In order; what has not filled a stretch yet is left out, unless there is no whole one. */
  readonly cells: () => readonly Cell[];
};

/** Enough to tell how one stretch goes with the next, over several lengths of blocks. */
const mostCells = 128;

/**
 * A series that keeps at most 128 stretches: when they are full, each two neighbours become one, and from then on twice as
 * many of what is added make a stretch.
 */
export function createCellSeries<Cell>(
  merge: (a: Cell, b: Cell) => Cell,
  begin: () => OpenCell<Cell> = () => mergedCell(merge),
): CellSeries<Cell> {
  let cells: Cell[] = [];
  let perCell = 1;
  let open: OpenCell<Cell> | null = null;
  let inOpen = 0;
  return {
    add(cell) {
      open ??= begin();
      open.add(cell);
      inOpen += 1;
      if (inOpen < perCell) return;
      cells.push(open.end());
      open = null;
      inOpen = 0;
      if (cells.length < mostCells) return;
      cells = Array.from({ length: mostCells / 2 }, (_, pair) => merge(cells[2 * pair]!, cells[2 * pair + 1]!));
      perCell *= 2;
    },
    cells: () => (cells.length === 0 && open !== null ? [open.end()] : cells),
  };
}

/** A stretch that is still added to. */
type OpenCell<Cell> = { readonly add: (cell: Cell) => void; readonly end: () => Cell };

function mergedCell<Cell>(merge: (a: Cell, b: Cell) => Cell): OpenCell<Cell> {
  let sum: Cell | null = null;
  return {
    add(cell) {
      sum = sum === null ? cell : merge(sum, cell);
    },
    // It was begun for a cell that was then added.
    end: () => sum!,
  };
}

/** A series of one load: what is added to an unfinished stretch is only counted, which is most of what adding costs. */
export function createRunSeries(): CellSeries<RunCell> {
  return createCellSeries(mergeRunCells, () => {
    const latency = createHistogramSum();
    let sum = emptyCell;
    return {
      add(cell) {
        latency.add(cell.responseTime);
        sum = {
          seconds: sum.seconds + cell.seconds,
          due: sum.due + cell.due,
          bad: sum.bad + cell.bad,
          good: sum.good + cell.good,
          responseTime: emptyHistogram,
        };
      },
      end: () => ({ ...sum, responseTime: latency.toData() }),
    };
  });
}

/** Both stretches as one. */
export function mergeRunCells(a: RunCell, b: RunCell): RunCell {
  return {
    seconds: a.seconds + b.seconds,
    due: a.due + b.due,
    bad: a.bad + b.bad,
    good: a.good + b.good,
    responseTime: mergeHistograms(a.responseTime, b.responseTime),
  };
}

/** All stretches as one. */
export function sumRunCells(cells: readonly RunCell[]): RunCell {
  return cells.reduce(mergeRunCells, emptyCell);
}
