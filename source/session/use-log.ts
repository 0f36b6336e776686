import type { ServerUse, StreamUse } from '../model/bench.js';
import type { EventSink } from '../model/events.js';
import type { ServerSample } from '../model/server.js';

/**
 * How far one resource of one server or process was used over a span, and how much of the time some task waited for it;
 * both 0 to 1, the second null where it is not read.
 */
export type ResourceUse = {
  readonly server: string;
  readonly resource: string;
  readonly utilisation: number;
  readonly waiting: number | null;
};

/** What servers and streams told over the last hour, for reports and for finding what gives first. */
export type UseLog = {
  readonly sink: EventSink;
  /** Mean use of every resource over a span of session time; what was not read in it is left out. */
  readonly resources: (fromMs: number, toMs: number) => readonly ResourceUse[];
  readonly servers: (fromMs: number, toMs: number) => readonly ServerUse[];
  readonly streams: (fromMs: number, toMs: number) => readonly StreamUse[];
  /** Servers first. A source that told nothing in the span has no readings. */
  readonly sources: (fromMs: number, toMs: number) => readonly SourceReadings[];
};

/** What one source told over a span: a server, or a process that tells of itself by its stream. CPU 0 to 1 of all its cores. */
export type SourceReadings = {
  readonly source: string;
  readonly kind: 'server' | 'process';
  /** All that it told, CPU or not. */
  readonly samples: number;
  /** `spanMs`: since the CPU reading before; 0 for the first there is. */
  readonly cpu: readonly { readonly atMs: number; readonly spanMs: number; readonly ratio: number }[];
  readonly memoryBytes: readonly number[];
  /** 1 for a process, whose CPU is told in shares of one core. */
  readonly cores: number;
};

type ServerReading = { readonly atMs: number; readonly sample: ServerSample };
type StreamReading = { readonly atMs: number; readonly cpuPercent: number | null; readonly rssBytes: number | null };

/** An hour at one reading a second: longer than any search. */
const keep = 3_600;

type Share = (sample: ServerSample) => number | null;

/**
 * What of a server may be used up, and how much of the time some task waited for it, each as a share of 0 to 1; null
 * where it was not read. Of a network nothing tells how much it could carry.
 */
const resources: readonly { readonly name: string; readonly use: Share; readonly waiting: Share }[] = [
  {
    name: 'cpu',
    use: ({ cpuPercent }) => ofHundred(cpuPercent),
    waiting: ({ detail }) => ofHundred(detail?.pressure.cpuPercent),
  },
  {
    name: 'memory',
    use: ({ memoryTotalBytes, memoryUsedBytes }) => partOf(memoryUsedBytes, memoryTotalBytes),
    waiting: ({ detail }) => ofHundred(detail?.pressure.memoryPercent),
  },
  {
    name: 'swap',
    use: ({ detail }) => partOf(detail?.swapUsedBytes, detail?.swapTotalBytes),
    waiting: () => null,
  },
  {
    name: 'disk',
    use: ({ detail }) => ofHundred(detail?.diskBusyPercent),
    waiting: ({ detail }) => ofHundred(detail?.pressure.ioPercent ?? detail?.ioWaitPercent),
  },
];

function ofHundred(percent: number | null | undefined): number | null {
  return percent === null || percent === undefined ? null : percent / 100;
}

function partOf(used: number | null | undefined, total: number | null | undefined): number | null {
  if (used === null || used === undefined || total === null || total === undefined || total === 0) return null;
  return used / total;
}

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
      if (event.kind === 'server/sample') {
        // What it was made of is not asked for, and would be half of what an hour keeps.
        const { counted: _counted, ...sample } = event.sample;
        add(servers, sample.server, { atMs: event.atMs, sample });
      }
      if (event.kind === 'stream/sample') {
        const { cpuPercent = null, rssBytes = null } = event.sample.values;
        add(streams, event.sample.stream, { atMs: event.atMs, cpuPercent, rssBytes });
      }
    },
    resources(fromMs, toMs) {
      const ofServers = [...servers].flatMap(([server, readings]) =>
        resources.flatMap(({ name, use, waiting }) => {
          const samples = within(readings, fromMs, toMs).map(({ sample }) => sample);
          const uses = samples.flatMap((sample) => use(sample) ?? []);
          const waits = samples.flatMap((sample) => waiting(sample) ?? []);
          if (uses.length === 0) return [];
          return [
            { server, resource: name, utilisation: mean(uses), waiting: waits.length === 0 ? null : mean(waits) },
          ];
        }),
      );
      const ofStreams = [...streams].flatMap(([server, readings]) => {
        const uses = within(readings, fromMs, toMs).flatMap(({ cpuPercent }) => cpuPercent ?? []);
        return uses.length === 0 ? [] : [{ server, resource: 'cpu', utilisation: mean(uses) / 100, waiting: null }];
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
    sources: (fromMs, toMs) => [
      ...[...servers].map(([source, readings]): SourceReadings => {
        const seen = within(readings, fromMs, toMs);
        return {
          source,
          kind: 'server',
          samples: seen.length,
          cpu: spansOf(readings, ({ sample }) => sample.cpuPercent, fromMs, toMs),
          memoryBytes: seen.flatMap(({ sample }) => sample.memoryUsedBytes ?? []),
          cores: readings.findLast(({ sample }) => sample.cores !== null)?.sample.cores ?? 1,
        };
      }),
      ...[...streams].map(([source, readings]): SourceReadings => {
        const seen = within(readings, fromMs, toMs);
        return {
          source,
          kind: 'process',
          samples: seen.length,
          cpu: spansOf(readings, ({ cpuPercent }) => cpuPercent, fromMs, toMs),
          memoryBytes: seen.flatMap(({ rssBytes }) => rssBytes ?? []),
          cores: 1,
        };
      }),
    ],
  };
}

/** The CPU readings of a span, each with the time since the one before, which may lie before the span. */
function spansOf<Reading extends { readonly atMs: number }>(
  readings: readonly Reading[],
  percentOf: (reading: Reading) => number | null,
  fromMs: number,
  toMs: number,
): SourceReadings['cpu'] {
  let beforeMs: number | null = null;
  return readings.flatMap((reading) => {
    const percent = percentOf(reading);
    if (percent === null) return [];
    const spanMs = beforeMs === null ? 0 : reading.atMs - beforeMs;
    beforeMs = reading.atMs;
    const isWithin = reading.atMs > fromMs && reading.atMs <= toMs;
    return isWithin ? [{ atMs: reading.atMs, spanMs, ratio: percent / 100 }] : [];
  });
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
