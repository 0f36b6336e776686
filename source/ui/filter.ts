import type { LogView } from '../store/selectors/log.js';
import type { ServerRow, ServersView } from '../store/selectors/servers.js';
import type { StreamsView } from '../store/selectors/streams.js';
import type { PaneSettings } from './pane-settings.js';

/** Whether a filter lets a text through: each of its words is in it, upper or lower case; with `!` before it, is not. */
export function matches(text: string, filter: string): boolean {
  const lower = text.toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '' && word !== '!')
    .every((word) => (word.startsWith('!') ? !lower.includes(word.slice(1)) : lower.includes(word)));
}

/** Lines that match by their words, their topic or their severity. */
export function filterLog(view: LogView, filter: string): LogView {
  if (filter === '') return view;
  const lines = view.lines.filter(({ text, topic, severity }) => matches(`${text} ${topic} ${severity}`, filter));
  return { ...view, lines };
}

/** Servers that match by name or state, with all that belongs to them. */
export function filterServers(view: ServersView, filter: string): ServersView {
  if (filter === '') return view;
  return {
    ...view,
    servers: view.servers.filter(({ name, state }) => matches(`${name} ${state}`, filter)),
    lone: view.lone.filter(({ name }) => matches(name, filter)),
  };
}

/** Streams that match by name, state or circuit. */
export function filterStreams(view: StreamsView, filter: string): StreamsView {
  if (filter === '') return view;
  return {
    ...view,
    rows: view.rows.filter(({ name, state, circuit }) => matches(`${name} ${state} ${circuit}`, filter)),
  };
}

/** Servers in another order: what is high comes first, names from A. What is not known comes last. */
export function sortServers(view: ServersView, { serverOrder, isReversed }: PaneSettings): ServersView {
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
