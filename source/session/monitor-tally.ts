import type { EventSink } from '../model/events.js';
import type { MonitorResult } from '../model/monitor-result.js';
import type { ServerSpec, ServerState } from '../model/server.js';
import type { CircuitState, QueueCounts, StreamCounts, StreamSpec, StreamState } from '../model/stream.js';

type ServerTally = {
  state: ServerState;
  samples: number;
  cpu: number[];
  rtts: number[];
  memoryUsedBytes: number | null;
  memoryTotalBytes: number | null;
};

type StreamTally = { state: StreamState; circuit: CircuitState; queue: QueueCounts; counts: StreamCounts };

/** Sums up what was seen of servers and streams: a sink, and the answer of `plimsoll monitor` at any moment. */
export type MonitorTally = { readonly sink: EventSink; readonly result: (durationMs: number) => MonitorResult };

/** Readings of one server kept for the summary: a day at one a second. */
const keep = 86_400;

export function createMonitorTally(servers: readonly ServerSpec[], streams: readonly StreamSpec[]): MonitorTally {
  const serverTallies = new Map<string, ServerTally>(
    servers.map((server) => [
      server.name,
      { state: { kind: 'connecting' }, samples: 0, cpu: [], rtts: [], memoryUsedBytes: null, memoryTotalBytes: null },
    ]),
  );
  const streamTallies = new Map<string, StreamTally>(
    streams.map((stream) => [
      stream.name,
      {
        state: { kind: 'connecting' },
        circuit: { kind: 'closed', failures: 0 },
        queue: { accepted: 0, sent: 0, dropped: 0, expired: 0, pending: 0 },
        counts: { messages: 0, unreadable: 0, reconnects: 0, opened: 0 },
      },
    ]),
  );
  return {
    sink(event) {
      switch (event.kind) {
        case 'server/state': {
          const tally = serverTallies.get(event.server);
          if (tally !== undefined) tally.state = event.state;
          return;
        }
        case 'server/sample': {
          const tally = serverTallies.get(event.sample.server);
          if (tally === undefined) return;
          const { cpuPercent, rttMs, memoryUsedBytes, memoryTotalBytes } = event.sample;
          tally.samples += 1;
          if (cpuPercent !== null && tally.cpu.length < keep) tally.cpu.push(cpuPercent);
          if (rttMs !== null && tally.rtts.length < keep) tally.rtts.push(rttMs);
          tally.memoryUsedBytes = memoryUsedBytes ?? tally.memoryUsedBytes;
          tally.memoryTotalBytes = memoryTotalBytes ?? tally.memoryTotalBytes;
          return;
        }
        case 'stream/state': {
          const tally = streamTallies.get(event.stream);
          if (tally !== undefined) tally.state = event.state;
          return;
        }
        case 'stream/health': {
          const tally = streamTallies.get(event.stream);
          if (tally !== undefined)
            Object.assign(tally, { circuit: event.circuit, queue: event.queue, counts: event.counts });
          return;
        }
        default:
          return;
      }
    },
    result: (durationMs) => ({
      kind: 'monitor',
      durationSeconds: Math.round(durationMs / 100) / 10,
      servers: servers.map((server) => serverRow(server, serverTallies.get(server.name)!, durationMs)),
      streams: streams.map((stream) => streamRow(stream, streamTallies.get(stream.name)!)),
    }),
  };
}

function serverRow(server: ServerSpec, tally: ServerTally, durationMs: number): MonitorResult['servers'][number] {
  // A Prometheus tells each scrape once, and they come when they come: none of them can be missed here.
  const expected = server.via?.kind === 'prometheus' ? 0 : Math.floor(durationMs / 1000);
  const { state } = tally;
  return {
    name: server.name,
    source: server.via?.kind ?? 'local',
    state: state.kind,
    samples: tally.samples,
    missed: Math.max(0, expected - tally.samples),
    cpuPercent:
      tally.cpu.length === 0
        ? null
        : {
            mean: round(tally.cpu.reduce((sum, value) => sum + value, 0) / tally.cpu.length),
            max: round(Math.max(...tally.cpu)),
          },
    memoryUsedBytes: tally.memoryUsedBytes === null ? null : { last: tally.memoryUsedBytes },
    memoryTotalBytes: tally.memoryTotalBytes,
    rttMs: tally.rtts.length === 0 ? null : { p50: quantile(tally.rtts, 0.5), p99: quantile(tally.rtts, 0.99) },
    reason: state.kind === 'down' || state.kind === 'refused' ? state.reason : null,
  };
}

function streamRow(stream: StreamSpec, tally: StreamTally): MonitorResult['streams'][number] {
  const { accepted: _accepted, ...queue } = tally.queue;
  return {
    name: stream.name,
    url: stream.url,
    state: tally.state.kind,
    messages: tally.counts.messages,
    unreadable: tally.counts.unreadable,
    reconnects: tally.counts.reconnects,
    breaker: { state: tally.circuit.kind, opened: tally.counts.opened },
    queue,
  };
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return round(sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))]!);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
