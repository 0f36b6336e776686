import type { SessionEvent } from '../../model/events.js';
import type { LoadInterval, NamedLoad } from '../../model/load.js';
import { badOutcomes, type OutcomeCounts } from '../../model/outcome.js';
import type { ServerSample, ServerSpec } from '../../model/server.js';
import type { StreamSample, StreamSpec } from '../../model/stream.js';
import type { Writing } from './measurements.js';
import { appPrefix } from './metric-table.js';
import type { Labels, Table } from './table.js';

type Health = Extract<SessionEvent, { readonly kind: 'stream/health' }>;

/** Writes what an event tells into the columns that some rule asks for. */
export function takeIn(event: SessionEvent, writing: Writing): void {
  const { tables } = writing;
  switch (event.kind) {
    case 'session/started':
      for (const spec of event.head.servers) hear(tables.server, spec.name, serverLabels(spec), event.atMs);
      for (const spec of event.head.streams) hear(tables.stream, spec.name, streamLabels(spec), event.atMs);
      hear(tables.load, '', {}, event.atMs);
      return;
    case 'load/interval':
      takeInterval(event.interval, event.atMs, writing);
      return;
    case 'server/sample':
      takeServer(event.sample, event.atMs, tables.server);
      return;
    case 'server/state':
      // What a server's state says is no reading: it does not count as heard.
      set(
        tables.server,
        tables.server.row(event.server, { host: event.server }),
        'host.up',
        event.state.kind === 'live' ? 1 : 0,
      );
      return;
    case 'stream/sample':
      takeStream(event.sample, event.atMs, tables.stream);
      return;
    case 'stream/state': {
      const row = tables.stream.row(event.stream, { stream: event.stream });
      set(tables.stream, row, 'stream.open', event.state.kind === 'open' ? 1 : 0);
      return;
    }
    case 'stream/health':
      takeHealth(event, tables.stream);
      return;
    default:
  }
}

function serverLabels({ name, group }: ServerSpec): Labels {
  return group === undefined ? { host: name } : { host: name, group };
}

function streamLabels({ name, server }: StreamSpec): Labels {
  return server === null ? { stream: name } : { stream: name, host: server };
}

/** The row of a key, heard of now. */
function hear(table: Table, key: string, labels: Labels, atMs: number): number {
  const row = table.row(key, labels);
  if (row >= 0) table.heardMs.values[row] = atMs;
  return row;
}

function set(table: Table, row: number, name: string, value: number | null): void {
  const column = table.wanted(name);
  if (column !== undefined && row >= 0) column.values[row] = value ?? Number.NaN;
}

/** Adds to a counter that is kept here since events carry only what was new. */
function add(table: Table, row: number, name: string, more: number): void {
  const column = table.wanted(name);
  if (column === undefined || row < 0) return;
  const before = column.values[row]!;
  column.values[row] = Number.isNaN(before) ? more : before + more;
}

function takeInterval(interval: LoadInterval, atMs: number, writing: Writing): void {
  const { load, request } = writing.tables;
  const row = hear(load, '', {}, atMs);
  const seconds = interval.durationMs / 1000;
  const bad = badOutcomes(interval.outcomes);
  const ended = bad + interval.outcomes.ok;
  const perSecond = (count: number): number | null => (seconds > 0 ? count / seconds : null);
  set(load, row, 'load.intended', interval.intendedPerSecond);
  set(load, row, 'load.offered', perSecond(interval.sent));
  set(load, row, 'load.achieved', perSecond(interval.outcomes.ok));
  set(load, row, 'load.in_flight', interval.inFlight);
  set(load, row, 'load.waiting', interval.waiting);
  set(load, row, 'load.connections', interval.connectionsOpen);
  set(load, row, 'load.errors', ended === 0 ? null : (100 * bad) / ended);
  add(load, row, 'arrivals', interval.due);
  addOutcomes(load, row, '', interval.outcomes);
  writing.histogram('load.latency', row, interval.responseTime);
  writing.histogram('load.service', row, interval.serviceTime);
  writing.histogram('load.lag', row, interval.sendLag);
  for (const named of interval.requests ?? []) takeNamed(named, atMs, request, writing);
}

function takeNamed(named: NamedLoad, atMs: number, table: Table, writing: Writing): void {
  const row = hear(table, named.name, { request: named.name }, atMs);
  if (row < 0) return;
  add(table, row, 'request.arrivals', badOutcomes(named.outcomes) + named.outcomes.ok);
  addOutcomes(table, row, 'request.', named.outcomes);
  writing.histogram('request.latency', row, named.responseTime);
}

/** Good and bad ends, under names that begin with `prefix`. */
function addOutcomes(table: Table, row: number, prefix: string, outcomes: OutcomeCounts): void {
  add(table, row, `${prefix}answers`, outcomes.ok);
  add(table, row, `${prefix}errors`, badOutcomes(outcomes));
}

function takeServer(sample: ServerSample, atMs: number, table: Table): void {
  const row = hear(table, sample.server, { host: sample.server }, atMs);
  if (row < 0) return;
  const { detail } = sample;
  set(table, row, 'cpu.used', sample.cpuPercent);
  set(table, row, 'memory.used', share(sample.memoryUsedBytes, sample.memoryTotalBytes));
  set(table, row, 'memory.bytes', sample.memoryUsedBytes);
  set(table, row, 'host.load1', sample.load1);
  set(table, row, 'host.rtt', sample.rttMs);
  set(table, row, 'host.up', 1);
  if (detail === undefined) return;
  set(table, row, 'cpu.user', detail.userPercent);
  set(table, row, 'cpu.system', detail.systemPercent);
  set(table, row, 'cpu.steal', detail.stealPercent);
  set(table, row, 'cpu.iowait', detail.ioWaitPercent);
  set(table, row, 'swap.used', share(detail.swapUsedBytes, detail.swapTotalBytes));
  set(table, row, 'disk.busy', detail.diskBusyPercent);
  set(table, row, 'disk.read', detail.diskReadBytesPerSecond);
  set(table, row, 'disk.write', detail.diskWriteBytesPerSecond);
  set(table, row, 'net.in', detail.networkInBytesPerSecond);
  set(table, row, 'net.out', detail.networkOutBytesPerSecond);
  set(table, row, 'pressure.cpu', detail.pressure.cpuPercent);
  set(table, row, 'pressure.memory', detail.pressure.memoryPercent);
  set(table, row, 'pressure.io', detail.pressure.ioPercent);
  set(table, row, 'host.load5', detail.load5);
  set(table, row, 'host.load15', detail.load15);
  set(table, row, 'host.uptime', detail.uptimeSeconds === null ? null : detail.uptimeSeconds * 1000);
  set(table, row, 'host.loss', detail.lossRatio === null ? null : detail.lossRatio * 100);
}

function share(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole <= 0 ? null : (100 * part) / whole;
}

function takeStream(sample: StreamSample, atMs: number, table: Table): void {
  const row = hear(table, sample.stream, { stream: sample.stream }, atMs);
  if (row < 0) return;
  set(table, row, 'stream.rtt', sample.rttMs);
  for (const name of Object.keys(sample.values)) set(table, row, appPrefix + name, sample.values[name] ?? null);
}

function takeHealth(event: Health, table: Table): void {
  const row = table.row(event.stream, { stream: event.stream });
  if (row < 0) return;
  const { circuit, counts, queue } = event;
  set(table, row, 'stream.messages', counts.messages);
  set(table, row, 'stream.unreadable', counts.unreadable);
  set(table, row, 'stream.reconnects', counts.reconnects);
  set(table, row, 'queue.pending', queue.pending);
  set(table, row, 'queue.dropped', queue.dropped);
  set(table, row, 'queue.expired', queue.expired);
  set(table, row, 'breaker.open', circuit.kind === 'open' ? 1 : circuit.kind === 'half-open' ? 0.5 : 0);
  set(table, row, 'breaker.opened', counts.opened);
}
