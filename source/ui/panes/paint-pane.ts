import type { PaneId } from '../../model/screen.js';
import { selectCurve } from '../../store/selectors/curve.js';
import { selectDiscovery } from '../../store/selectors/discovery.js';
import { selectTime, type Walk } from '../../store/selectors/history.js';
import { selectJobs } from '../../store/selectors/jobs.js';
import { selectLatency } from '../../store/selectors/latency.js';
import { selectLoad } from '../../store/selectors/load.js';
import { selectLog } from '../../store/selectors/log.js';
import { selectQueues } from '../../store/selectors/queues.js';
import { selectServers } from '../../store/selectors/servers.js';
import { selectStreams } from '../../store/selectors/streams.js';
import { selectRun } from '../../store/selectors/summary.js';
import type { SessionView } from '../../store/state.js';
import { arrangeServers } from '../arrange-servers.js';
import type { Canvas } from '../canvas.js';
import { filterLog, filterStreams } from '../filter.js';
import { type PaneSettings, plainSettings } from '../pane-settings.js';
import { paintCurve } from './curve-pane.js';
import { paintDiscovery } from './discovery-pane.js';
import { paintEvents } from './events-pane.js';
import { paintHeatmap } from './heatmap-pane.js';
import { paintJobs } from './jobs-pane.js';
import { paintLatency } from './latency-pane.js';
import { paintLoad } from './load-pane.js';
import { paintQueues } from './queue-pane.js';
import { paintRun } from './run-pane.js';
import { paintServers } from './servers-pane.js';
import { paintStreams } from './streams-pane.js';

/** Selects what one pane shows, as it is filtered, sorted and scrolled, and paints it: exactly the canvas' size. */
export function paintPane(
  pane: PaneId,
  view: SessionView,
  nowMs: number,
  canvas: Canvas,
  settings: PaneSettings = plainSettings,
  walk: Walk | null = null,
): readonly string[] {
  const filter = settings.filters[pane] ?? '';
  switch (pane) {
    case 'load':
      return paintLoad(selectLoad(view, nowMs), canvas);
    case 'latency':
      return paintLatency(selectLatency(view, settings.columnSeconds, walk), canvas);
    case 'servers':
      return paintServers(
        { ...arrangeServers(selectServers(view, nowMs), settings), selected: settings.selectedServer },
        canvas,
      );
    case 'streams':
      return paintStreams(filterStreams(selectStreams(view, nowMs, settings.columnSeconds, walk), filter), canvas);
    case 'discovery':
      // A session searches or runs jobs, never both: they share a place.
      if (view.head?.kind === 'jobs') return paintJobs(selectJobs(view, nowMs), canvas);
      return paintDiscovery(selectDiscovery(view, nowMs), canvas);
    case 'events':
      return paintEvents(
        { ...filterLog(selectLog(view), filter), skipped: settings.skipped.events ?? 0, filter },
        canvas,
      );
    case 'heatmap':
      return paintHeatmap(selectTime(view, settings.columnSeconds, walk), canvas);
    case 'curve':
      return paintCurve(selectCurve(view), canvas);
    case 'queues':
      return paintQueues(selectQueues(view, settings.columnSeconds, walk), canvas);
    case 'run':
      return paintRun(selectRun(view, nowMs), canvas);
  }
}
