import { type PaneId, type PresetName, paneIds } from '../model/screen.js';

/** The panes that a preset shows, where the session has them. */
export const presetPanes: { readonly [preset in PresetName]: readonly PaneId[] } = {
  all: paneIds,
  latency: ['latency', 'heatmap', 'curve', 'load'],
  search: ['discovery', 'curve', 'latency', 'load', 'events'],
  servers: ['servers', 'streams', 'queues', 'events'],
  run: ['run', 'load', 'latency', 'curve', 'events'],
};
