import type { ServerUse, StreamUse } from '../model/bench.js';
import type { EventSink } from '../model/events.js';
import type { ServerSample } from '../model/server.js';

/** How far one resource of one server or process was used over a span, 0 to 1. */
export type ResourceUse = { readonly server: string; readonly resource: string; readonly utilisation: number };

/** What servers and streams told over the last hour, for reports and for finding what gives first. */
export type UseLog = {
  readonly sink: EventSink;
  /** Mean use of every resource over a span of session time; what was not read in it is left out. */
  readonly resources: (fromMs: number, toMs: number) => readonly ResourceUse[];
  readonly servers: (fromMs: number, toMs: number) => readonly ServerUse[];
  readonly streams: (fromMs: number, toMs: number) => readonly StreamUse[];
};

type ServerReading = { readonly atMs: number; readonly sample: ServerSample };
type StreamReading = { readonly atMs: number; readonly cpuPercent: number | null };

/** An hour at one reading a second: longer than any search. */
const keep = 3_600;

/** What of a server may be used up, each as a share of 0 to 1; null where it was not read. */
const resources: readonly { readonly name: string; readonly use: (sample: ServerSample) => number | null }[] = [
  { name: 'cpu', use: ({ cpuPercent }) => (cpuPercent === null ? null : cpuPercent / 100) },
  {
    name: 'memory',
    use: ({ memoryTotalBytes, memoryUsedBytes }) =>
      memoryUsedBytes === null || memoryTotalBytes === null || memoryTotalBytes === 0
        ? null
        : memoryUsedBytes / memoryTotalBytes,
  },
];

/** `own` are the servers that are the machine plimsoll runs on: they count as the target's only where nothing else does. */
export function createUseLog(own: ReadonlySet<string> = new Set()): UseLog {
  const servers = new Map<string, ServerReading[]>();
  const streams = new Map<string, StreamReading[]>();
  const within = <Reading extends { readonly atMs: number }>(
    readings: readonly Reading[],
    fromMs: number,
    toMs: number,
  ): readonly Reading[] => readings.filter(({ atMs }) => atMs > fromMs && atMs <= toMs);
  return {
    sink(event) {
      if (event.kind === 'server/sample') add(servers, event.sample.server, { atMs: event.atMs, sample: event.sample });
      if (event.kind === 'stream/sample') {
        const { cpuPercent } = event.sample.values;
        const known = typeof cpuPercent === 'number' ? cpuPercent : null;
        add(streams, event.sample.stream, { atMs: event.atMs, cpuPercent: known });
      }
    },
    resources(fromMs, toMs) {
      const ofServers = [...servers].flatMap(([server, readings]) =>
        resources.flatMap(({ name, use }) => {
          const uses = within(readings, fromMs, toMs).flatMap(({ sample }) => use(sample) ?? []);
          return uses.length === 0 ? [] : [{ server, resource: name, utilisation: mean(uses) }];
        }),
      );
      const ofStreams = [...streams].flatMap(([server, readings]) => {
        const uses = within(readings, fromMs, toMs).flatMap(({ cpuPercent }) => cpuPercent ?? []);
        return uses.length === 0 ? [] : [{ server, resource: 'cpu', utilisation: mean(uses) / 100 }];
      });
      const ofTarget = [...ofStreams, ...ofServers.filter(({ server }) => !own.has(server))];
      return ofTarget.length > 0 ? ofTarget : ofServers;
    },
    servers: (fromMs, toMs) =>
      [...servers].map(([server, readings]) => {
        const seen = within(readings, fromMs, toMs);
        const memory = seen.flatMap(({ sample }) => sample.memoryUsedBytes ?? []);
        return {
          server,
          samples: seen.length,
          cpuPercent: meanAndMax(
            seen.flatMap(({ sample }) => sample.cpuPercent ?? []),
            10,
          ),
          memoryUsedBytes: meanAndMax(memory, 1),
          memoryTotalBytes: seen.at(-1)?.sample.memoryTotalBytes ?? null,
        };
      }),
    streams: (fromMs, toMs) =>
      [...streams].map(([stream, readings]) => {
        const seen = within(readings, fromMs, toMs);
        return {
          stream,
          messages: seen.length,
          cpuPercent: meanAndMax(
            seen.flatMap(({ cpuPercent }) => cpuPercent ?? []),
            10,
          ),
        };
      }),
  };
}

function add<Reading>(log: Map<string, Reading[]>, source: string, reading: Reading): void {
  const readings = log.get(source) ?? [];
  readings.push(reading);
  if (readings.length > keep) readings.shift();
  log.set(source, readings);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Both rounded to 1 / steps; null without values. */
function meanAndMax(values: readonly number[], steps: number): { readonly mean: number; readonly max: number } | null {
  if (values.length === 0) return null;
  const rounded = (value: number): number => Math.round(value * steps) / steps;
  return { mean: rounded(mean(values)), max: rounded(Math.max(...values)) };
}
