import type { ServerRow, ServersView } from '../store/selectors/servers.js';
import { matches } from './filter.js';
import type { PaneSettings } from './pane-settings.js';

/** Servers as these settings show them. */
export function arrangeServers(view: ServersView, settings: PaneSettings): ServersView {
  return sortServers(filterServers(view, settings.filters.servers ?? ''), settings);
}

/** Servers that match by name or state, with all that belongs to them. */
function filterServers(view: ServersView, filter: string): ServersView {
  if (filter === '') return view;
  return {
    ...view,
    servers: view.servers.filter(({ name, state }) => matches(`${name} ${state}`, filter)),
    lone: view.lone.filter(({ name }) => matches(name, filter)),
  };
}

/** Servers in another order: what is high comes first, names from A. What is not known comes last. */
function sortServers(view: ServersView, { serverOrder, isReversed }: PaneSettings): ServersView {
  if (serverOrder === 'config') return isReversed ? { ...view, servers: view.servers.toReversed() } : view;
  const value = (row: ServerRow): number | null => {
    if (serverOrder === 'cpu') return row.cpuPercent;
    return serverOrder === 'memory' ? row.memoryUsedBytes : row.rttMs;
  };
  const compare = (a: ServerRow, b: ServerRow): number => {
    if (serverOrder === 'name') return a.name < b.name ? -1 : a.name > b.name ? 1 : 0;
    return (value(b) ?? Number.NEGATIVE_INFINITY) - (value(a) ?? Number.NEGATIVE_INFINITY);
  };
  const sorted = view.servers.toSorted((a, b) => compare(a, b) || 0);
  return { ...view, servers: isReversed ? sorted.reverse() : sorted };
}
