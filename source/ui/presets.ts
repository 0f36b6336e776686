import { type PaneId, paneIds } from './layout.js';

export const presetNames = ['all', 'latency', 'search', 'servers', 'run'] as const;

export type PresetName = (typeof presetNames)[number];

/** The panes that a preset shows, where the session has them. */
export const presetPanes: { readonly [preset in PresetName]: readonly PaneId[] } = {
  all: paneIds,
  latency: ['latency', 'heatmap', 'curve', 'load'],
  search: ['discovery', 'curve', 'latency', 'load', 'events'],
  servers: ['servers', 'streams', 'queues', 'events'],
  run: ['run', 'load', 'latency', 'curve', 'events'],
};
