/** The panes, in the order in which room is given and digits are counted. */
export const paneIds = ['load', 'latency', 'servers', 'streams', 'discovery', 'events'] as const;

export type PaneId = (typeof paneIds)[number];

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

/** Shares of a column's height. */
const weights: { readonly [pane in PaneId]: number } = {
  load: 11,
  latency: 17,
  servers: 10,
  streams: 14,
  discovery: 12,
  events: 9,
};

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
        ['latency', 'events'],
        ['load', 'discovery'],
        ['servers', 'streams'],
      ],
      has,
    );
    return { kind: 'panes', preset: 'wide', bands: [bandOf(stacks, [42, 29, 29], columns, height, request.most)] };
  }
  if (columns >= 100 && height >= 26) {
    const stacks = stacksOf(
      [
        ['latency', 'discovery', 'events'],
        ['load', 'servers', 'streams'],
      ],
      has,
    );
    return { kind: 'panes', preset: 'default', bands: [bandOf(stacks, [60, 40], columns, height, request.most)] };
  }
  if (columns >= 76) return { kind: 'panes', preset: 'compact', bands: pairs(request.panes, columns, height) };
  const order: readonly PaneId[] = ['load', 'latency', 'discovery', 'servers', 'streams', 'events'];
  const shown = order.filter(has).slice(0, Math.max(1, Math.floor(height / 5)));
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

/** The stacks without the panes that this session lacks; a stack left empty goes altogether. */
function stacksOf(
  stacks: readonly (readonly PaneId[])[],
  has: (pane: PaneId) => boolean,
): readonly (readonly PaneId[])[] {
  return stacks.map((stack) => stack.filter(has));
}

function bandOf(
  stacks: readonly (readonly PaneId[])[],
  shares: readonly number[],
  columns: number,
  height: number,
  most: LayoutRequest['most'],
): Band {
  const filled = stacks
    .map((stack, index) => ({ stack, share: shares[index] ?? 1 }))
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

/** Heights by weight; what a pane can't fill goes to those that can, or to the last one where none can. */
function stackHeights(stack: readonly PaneId[], height: number, most: LayoutRequest['most']): readonly number[] {
  const capped = new Map<PaneId, number>();
  while (capped.size < stack.length) {
    const open = stack.filter((pane) => !capped.has(pane));
    const shares = divide(
      height - total(capped),
      open.map((pane) => weights[pane]),
    );
    const full = open.filter((pane, index) => (most[pane] ?? height) < (shares[index] ?? 0));
    if (full.length === 0) return stack.map((pane) => capped.get(pane) ?? shares[open.indexOf(pane)] ?? 0);
    for (const pane of full) capped.set(pane, most[pane] ?? height);
  }
  const rest = height - total(capped);
  return stack.map((pane, index) => (capped.get(pane) ?? 0) + (index === stack.length - 1 ? rest : 0));
}

function total(heights: ReadonlyMap<PaneId, number>): number {
  return [...heights.values()].reduce((sum, rows) => sum + rows, 0);
}

/** Panes two by two, the last one alone on its band where their number is odd; events are the first to go. */
function pairs(panes: readonly PaneId[], columns: number, height: number): readonly Band[] {
  const order: readonly PaneId[] = ['load', 'latency', 'servers', 'discovery', 'streams', 'events'];
  const bandCount = Math.max(1, Math.min(Math.ceil(panes.length / 2), Math.floor(height / 5)));
  const shown = order.filter((pane) => panes.includes(pane)).slice(0, bandCount * 2);
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
