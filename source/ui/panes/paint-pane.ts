import { selectDiscovery } from '../../store/selectors/discovery.js';
import { selectLatency } from '../../store/selectors/latency.js';
import { selectLoad } from '../../store/selectors/load.js';
import { selectLog } from '../../store/selectors/log.js';
import { selectServers } from '../../store/selectors/servers.js';
import { selectStreams } from '../../store/selectors/streams.js';
import type { SessionView } from '../../store/state.js';
import type { Canvas } from '../canvas.js';
import type { PaneId } from '../layout.js';
import { paintDiscovery } from './discovery-pane.js';
import { paintEvents } from './events-pane.js';
import { paintLatency } from './latency-pane.js';
import { paintLoad } from './load-pane.js';
import { paintServers } from './servers-pane.js';
import { paintStreams } from './streams-pane.js';

/** Selects what one pane shows and paints it: exactly the canvas' size. */
export function paintPane(pane: PaneId, view: SessionView, nowMs: number, canvas: Canvas): readonly string[] {
  switch (pane) {
    case 'load':
      return paintLoad(selectLoad(view, nowMs), canvas);
    case 'latency':
      return paintLatency(selectLatency(view), canvas);
    case 'servers':
      return paintServers(selectServers(view, nowMs), canvas);
    case 'streams':
      return paintStreams(selectStreams(view, nowMs), canvas);
    case 'discovery':
      return paintDiscovery(selectDiscovery(view, nowMs), canvas);
    case 'events':
      return paintEvents(selectLog(view), canvas);
  }
}
