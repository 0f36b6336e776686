import type { PaneId } from '../model/screen.js';

/** One pane's place in its column. */
export type Place = { readonly pane: PaneId; readonly height: number };

/** A stack of panes. */
export type Column = { readonly width: number; readonly places: readonly Place[] };

/** Columns side by side; all places of a column together are as high as the band. */
export type Band = { readonly height: number; readonly columns: readonly Column[] };

/** How the screen is divided. A terminal too small for panes gets the summary. */
export type Layout =
  | { readonly kind: 'summary' }
  | {
      readonly kind: 'panes';
      readonly preset: 'small' | 'compact' | 'default' | 'wide' | 'zoom';
      readonly bands: readonly Band[];
    };

export type LayoutRequest = {
  readonly columns: number;
  readonly rows: number;
  /** The panes that this session has. */
  readonly panes: readonly PaneId[];
  /** Rows that a pane can fill at the most, border included; panes not named here fill any number. */
  readonly most: { readonly [pane in PaneId]?: number };
  /** Shown alone; null for all. */
  readonly zoom: PaneId | null;
  /** Rows taken by bars and banner. */
  readonly takenRows: number;
};

/** Smallest terminal that gets panes. */
const smallest = { columns: 60, rows: 12 } as const;

/** Shares of a column's height that is left once each pane has the least that it is of use with. */
const shares: { readonly [pane in PaneId]: { readonly least: number; readonly weight: number } } = {
  load: { least: 8, weight: 3 },
  latency: { least: 14, weight: 17 },
  servers: { least: 6, weight: 8 },
  streams: { least: 7, weight: 8 },
  discovery: { least: 8, weight: 6 },
  events: { least: 5, weight: 9 },
  heatmap: { least: 7, weight: 8 },
  curve: { least: 10, weight: 10 },
  queues: { least: 6, weight: 5 },
  run: { least: 7, weight: 2 },
};

/** The order in which panes go where a column has no room for all: each is still there by its digit. */
const firstToGo: readonly PaneId[] = ['run', 'queues', 'heatmap', 'curve', 'discovery', 'streams', 'events', 'servers'];

/** Whether a terminal is too small for panes. */
export function isTooSmall(columns: number, rows: number): boolean {
  return columns < smallest.columns || rows < smallest.rows;
}

/** Divides the screen. The heights of all bands add up to the rows left; the widths of a band's columns to all columns. */
export function planLayout(request: LayoutRequest): Layout {
  const { columns, rows, zoom } = request;
  const height = rows - request.takenRows;
  const has = (pane: PaneId): boolean => request.panes.includes(pane);
  if (isTooSmall(columns, rows) || height < 3 || request.panes.length === 0) return { kind: 'summary' };
  if (zoom !== null && has(zoom)) {
    const column: Column = { width: columns, places: [{ pane: zoom, height }] };
    return { kind: 'panes', preset: 'zoom', bands: [{ height, columns: [column] }] };
  }
  if (columns >= 160 && height >= 40) {
    const stacks = stacksOf(
      [
        ['latency', 'heatmap', 'events'],
        ['load', 'curve', 'discovery'],
        ['servers', 'streams', 'run', 'queues'],
      ],
      has,
      height,
    );
    return { kind: 'panes', preset: 'wide', bands: [bandOf(stacks, [42, 30, 28], columns, height, request.most)] };
  }
  if (columns >= 100 && height >= 26) {
    const stacks = stacksOf(
      [
        ['latency', 'heatmap', 'discovery', 'events'],
        ['load', 'servers', 'streams', 'curve', 'queues', 'run'],
      ],
      has,
      height,
    );
    return { kind: 'panes', preset: 'default', bands: [bandOf(stacks, [58, 42], columns, height, request.most)] };
  }
  if (columns >= 76) return { kind: 'panes', preset: 'compact', bands: pairs(request.panes, columns, height) };
  const shown = byImportance.filter(has).slice(0, Math.max(1, Math.floor(height / 5)));
  const heights = divide(
    height,
    shown.map(() => 1),
  );
  const column: Column = {
    width: columns,
    places: shown.map((pane, index) => ({ pane, height: heights[index] ?? 0 })),
  };
  return { kind: 'panes', preset: 'small', bands: [{ height, columns: [column] }] };
}

/** The panes of a small screen: the first ones stay. */
const byImportance: readonly PaneId[] = [
  'load',
  'latency',
  'servers',
  'discovery',
  'streams',
  'events',
  'curve',
  'heatmap',
  'queues',
  'run',
];

/** The stacks without the panes that this session lacks, and without those that a column has no room for. */
function stacksOf(
  stacks: readonly (readonly PaneId[])[],
  has: (pane: PaneId) => boolean,
  height: number,
): readonly (readonly PaneId[])[] {
  return stacks.map((stack) => {
    let kept = stack.filter(has);
    for (const pane of firstToGo) {
      if (kept.reduce((sum, one) => sum + shares[one].least, 0) <= height) break;
      if (kept.length > 1) kept = kept.filter((one) => one !== pane);
    }
    return kept;
  });
}

function bandOf(
  stacks: readonly (readonly PaneId[])[],
  widthShares: readonly number[],
  columns: number,
  height: number,
  most: LayoutRequest['most'],
): Band {
  const filled = stacks
    .map((stack, index) => ({ stack, share: widthShares[index] ?? 1 }))
    .filter(({ stack }) => stack.length > 0);
  const widths = divide(
    columns,
    filled.map(({ share }) => share),
  );
  return {
    height,
    columns: filled.map(({ stack }, index) => {
      const heights = stackHeights(stack, height, most);
      return {
        width: widths[index] ?? 0,
        places: stack.map((pane, at) => ({ pane, height: heights[at] ?? 0 })),
      };
    }),
  };
}

/** Each pane the least it needs, the rest by weight; what a pane can't fill goes to those that can, or to the last one. */
function stackHeights(stack: readonly PaneId[], height: number, most: LayoutRequest['most']): readonly number[] {
  const heights = new Map(stack.map((pane) => [pane, Math.min(shares[pane].least, most[pane] ?? height)] as const));
  for (;;) {
    const left = height - [...heights.values()].reduce((sum, rows) => sum + rows, 0);
    const open = stack.filter((pane) => heights.get(pane)! < (most[pane] ?? height));
    const last = stack.at(-1)!;
    if (left <= 0 || open.length === 0) {
      heights.set(last, Math.max(1, heights.get(last)! + left));
      return stack.map((pane) => heights.get(pane)!);
    }
    divide(
      left,
      open.map((pane) => shares[pane].weight),
    ).forEach((more, index) => {
      const pane = open[index]!;
      heights.set(pane, Math.min(most[pane] ?? height, heights.get(pane)! + more));
    });
  }
}

/** Panes two by two, the last one alone on its band where their number is odd. */
function pairs(panes: readonly PaneId[], columns: number, height: number): readonly Band[] {
  const bandCount = Math.max(1, Math.min(Math.ceil(panes.length / 2), Math.floor(height / 7)));
  const shown = byImportance.filter((pane) => panes.includes(pane)).slice(0, bandCount * 2);
  const heights = divide(
    height,
    Array.from({ length: Math.ceil(shown.length / 2) }, () => 1),
  );
  return heights.map((bandHeight, index) => {
    const pair = shown.slice(index * 2, index * 2 + 2);
    const widths = divide(
      columns,
      pair.map(() => 1),
    );
    return {
      height: bandHeight,
      columns: pair.map((pane, at) => ({ width: widths[at] ?? 0, places: [{ pane, height: bandHeight }] })),
    };
  });
}

/** Divides a whole number into parts by weight, without a remainder: what rounding leaves goes to the first parts. */
export function divide(whole: number, parts: readonly number[]): readonly number[] {
  const sum = parts.reduce((all, part) => all + part, 0);
  const sizes = parts.map((part) => Math.floor((whole * part) / sum));
  let left = whole - sizes.reduce((all, size) => all + size, 0);
  return sizes.map((size) => {
    if (left <= 0) return size;
    left -= 1;
    return size + 1;
  });
}
