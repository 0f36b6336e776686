import type { PaneId } from '../model/screen.js';

/** What servers can be sorted by; `config` is the order in which they were named. */
export const serverOrders = ['config', 'name', 'cpu', 'memory', 'ping'] as const;

export type ServerOrder = (typeof serverOrders)[number];

/** Lengths of a column of the charts over time, in seconds. */
export const columnLengths = [1, 2, 5, 10] as const;

/** How a viewer wants the content of panes. */
export type PaneSettings = {
  /** Only what has this text in it is shown. */
  readonly filters: { readonly [pane in PaneId]?: string };
  /** Lines scrolled past. */
  readonly skipped: { readonly [pane in PaneId]?: number };
  readonly serverOrder: ServerOrder;
  readonly isReversed: boolean;
  /** The server that is told in full; null for none. */
  readonly selectedServer: string | null;
  readonly columnSeconds: (typeof columnLengths)[number];
};

export const plainSettings: PaneSettings = {
  filters: {},
  skipped: {},
  serverOrder: 'config',
  isReversed: false,
  selectedServer: null,
  columnSeconds: 1,
};
