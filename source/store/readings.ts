import type { CpuReading } from '../model/cpu-reading.js';
import type { SessionEvent } from '../model/events.js';
import type { ServerSample } from '../model/server.js';
import { serverHistoryLimit } from './server-state.js';
import type { SessionView } from './state.js';
import { addStreamSample, markLimit, setStreamHealth, streamHistoryLimit, type WatchedStream } from './stream-state.js';
import { noTrace, type Trace } from './trace.js';

type Message = Extract<SessionEvent, { readonly kind: 'stream/sample' }>;
type Health = Extract<SessionEvent, { readonly kind: 'stream/health' }>;

/**
 * The events that come again and again for each server and stream, newest first: most of a session, of which a view has
 * the last ones only. Each is read no further than needed.
 */
export type Readings = {
  readonly cpu: Iterable<CpuReading>;
  /** The whole sample that each of these CPU readings is of. */
  readonly samplesOf: (readings: readonly CpuReading[]) => Iterable<ServerSample>;
  readonly messages: Iterable<Message>;
  readonly health: Iterable<Health>;
};

/** Readings looked at, at most, where some server or stream has had none for long. */
const mostSamples = 20_000;
const mostMessages = 6000;

/**
 * Health comes once a second and at each change. Where it comes no sooner than half a second after the one before, it is kept for
 * certain, whatever came earlier; more than can be kept would be forgotten again.
 */
const calmMs = 500;
const healthLimit = 2 * markLimit;

/** The view without any reading of its servers and streams. */
export function withoutReadings(view: SessionView): SessionView {
  return {
    ...view,
    servers: view.servers.map((server) => ({ ...server, sample: null, sampledAtMs: null, cpuHistory: noTrace })),
    streams: view.streams.map((stream) => ({
      ...stream,
      sample: null,
      sampledAtMs: null,
      sampleBefore: null,
      queueDepthHistory: noTrace,
      marks: [],
    })),
  };
}

/** How many readings there were in all, by name: charts move on by them. */
export type ReadingTotals = {
  readonly servers: ReadonlyMap<string, number>;
  readonly streams: ReadonlyMap<string, number>;
};

/** The view with the readings that its servers and streams had until then, in place of any others. */
export function withReadings(given: SessionView, totals: ReadingTotals, readings: Readings): SessionView {
  const view = withoutReadings(given);
  const cpu = lastOf(readings.cpu, ({ server }) => server, {
    each: serverHistoryLimit,
    sources: view.servers.length,
    most: Math.max(mostSamples, serverHistoryLimit * view.servers.length),
  });
  const ofStreams = { sources: view.streams.length, most: mostMessages };
  const messages = lastOf(readings.messages, ({ sample }) => sample.stream, { ...ofStreams, each: streamHistoryLimit });
  const health = lastOf(readings.health, ({ stream }) => stream, {
    ...ofStreams,
    each: healthLimit,
    isEnough: createCalm(),
  });
  const named = new Set(view.servers.map(({ name }) => name));
  const newest = [...cpu].flatMap(([name, own]) => (named.has(name) ? own.slice(-1) : []));
  const samples = new Map(Array.from(readings.samplesOf(newest), (sample) => [sample.server, sample]));
  const streams = fold(
    fold(view.streams, messages, (all, { sample, atMs }) => addStreamSample(all, sample, atMs)),
    health,
    addHealth,
  );
  return {
    ...view,
    servers: view.servers.map((server) => {
      const own = cpu.get(server.name) ?? [];
      const values = own.map(({ cpuPercent }) => cpuPercent);
      return {
        ...server,
        sample: samples.get(server.name) ?? null,
        sampledAtMs: own.at(-1)?.atMs ?? null,
        cpuHistory: endingAt({ values, end: values.length }, totals.servers.get(server.name)),
      };
    }),
    streams: streams.map((stream) => ({
      ...stream,
      queueDepthHistory: endingAt(stream.queueDepthHistory, totals.streams.get(stream.name)),
    })),
  };
}

function endingAt(trace: Trace, end = 0): Trace {
  return end > trace.end ? { ...trace, end } : trace;
}

/** All but how circuits came to be as they are, which lies further back: the view has been told of that. */
function addHealth(streams: readonly WatchedStream[], told: Health): readonly WatchedStream[] {
  const after = setStreamHealth(streams, told.stream, told, told.atMs);
  return streams.map((stream, index) => ({ ...stream, ...after[index], circuits: stream.circuits }));
}

/** Whether of the healths of a stream, told one by one and newest first, as many are kept for certain as there can be marks. */
function createCalm(): (own: readonly Health[]) => boolean {
  const calm = new Map<string, number>();
  return (own) => {
    const [later, { atMs, stream }] = [own.at(-2), own.at(-1)!];
    const kept = (calm.get(stream) ?? 0) + (later !== undefined && later.atMs - atMs >= calmMs ? 1 : 0);
    calm.set(stream, kept);
    return kept >= markLimit;
  };
}

/** The last few of each source, oldest first. */
function lastOf<Reading>(
  newestFirst: Iterable<Reading>,
  sourceOf: (reading: Reading) => string,
  limit: {
    readonly each: number;
    readonly sources: number;
    readonly most: number;
    /** Asked with each that was added; absent: as many as there may be. */
    readonly isEnough?: (own: readonly Reading[]) => boolean;
  },
): ReadonlyMap<string, readonly Reading[]> {
  const found = new Map<string, Reading[]>();
  const full = new Set<string>();
  let looked = 0;
  if (limit.sources > 0) {
    for (const reading of newestFirst) {
      const source = sourceOf(reading);
      const own = found.get(source) ?? [];
      if (own.length === 0) found.set(source, own);
      if (!full.has(source)) {
        own.push(reading);
        if (limit.isEnough?.(own) === true || own.length === limit.each) full.add(source);
      }
      looked += 1;
      if (full.size >= limit.sources || looked >= limit.most) break;
    }
  }
  for (const own of found.values()) own.reverse();
  return found;
}

/** Each source for itself: adding to one of many is a walk over all of them. Those that no view names are left out. */
function fold<Reading>(
  sources: readonly WatchedStream[],
  readings: ReadonlyMap<string, readonly Reading[]>,
  add: (sources: readonly WatchedStream[], reading: Reading) => readonly WatchedStream[],
): readonly WatchedStream[] {
  return sources.map((source) => {
    const own = readings.get(source.name) ?? [];
    return own.reduce<readonly WatchedStream[]>(add, [source])[0] ?? source;
  });
}
