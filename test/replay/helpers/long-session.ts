import type { SessionEvent, SessionEventBody, SessionHead } from '../../../source/model/events.js';
import type { HistogramData } from '../../../source/model/histogram.js';
import { nothingCounted } from '../../../source/model/server-counted.js';
import { countedReading, type ServerLevels } from '../../../source/model/server-rates.js';
import { createRandom } from '../../../source/time/random.js';
import { countedSecond } from '../../helpers/counted-second.js';
import { interval, latencies, scriptedHead } from '../../store/helpers/scripted-session.js';

/** How a session is made up. */
export type LongSession = {
  readonly seconds: number;
  readonly servers: number;
  readonly streams: number;
  /** Without it, nothing is sent: the session only watches. */
  readonly hasLoad?: boolean;
};

/** The head of such a session. */
export function longHead({ servers, streams, hasLoad = true }: LongSession): SessionHead {
  const names = Array.from({ length: servers }, (_, index) => `api-${index + 1}`);
  return {
    ...scriptedHead,
    id: 'long',
    kind: hasLoad ? 'run' : 'monitor',
    target: hasLoad ? scriptedHead.target : null,
    servers: names.map((name) => ({ name, address: 'local' })),
    streams: Array.from({ length: streams }, (_, index) => ({
      name: `stream-${index + 1}`,
      url: `ws://127.0.0.1:${9000 + index}/`,
      server: names[index] ?? null,
    })),
  };
}

/**
 * A session as long as wanted, second by second: load that is stopped and started again every ten minutes, servers at 1 Hz of
 * which the first goes down for a while, streams whose circuits open and close, alerts and marks.
 */
export function* longSession(of: LongSession): Generator<SessionEvent, void, undefined> {
  const { seconds, hasLoad = true } = of;
  const head = longHead(of);
  const random = createRandom(11);
  // Histograms are what takes time to make: a few do for all.
  const intervals = Array.from({ length: 8 }, (_, turn) => interval(0, 200 + 100 * turn, 1240, random));
  const response: readonly HistogramData[] = Array.from({ length: 5 }, () => latencies(300, 8, 0.5, random));
  const at = (atMs: number, body: SessionEventBody): SessionEvent => ({ atMs, ...body });
  yield at(3.5, { kind: 'session/started', head });
  for (const { name } of head.servers) yield at(20, { kind: 'server/state', server: name, state: { kind: 'live' } });
  for (const { name } of head.streams) yield at(21, { kind: 'stream/state', stream: name, state: { kind: 'open' } });
  let isSending = false;
  for (let second = 1; second <= seconds; second++) {
    const nowMs = second * 1000;
    const turn = second % 600;
    if (hasLoad && turn === 5) {
      yield at(nowMs, { kind: 'run/state', from: 'idle', to: 'running', cause: 'key', reason: 'started' });
      yield at(nowMs, { kind: 'load/rate', perSecond: 500, cause: 'plan', reason: 'plan' });
      isSending = true;
    }
    if (hasLoad && turn === 560) {
      yield at(nowMs, { kind: 'run/state', from: 'running', to: 'finished', cause: 'plan', reason: 'done' });
      isSending = false;
    }
    for (const [index, { name }] of head.servers.entries()) {
      const isDown = index === 0 && turn > 300 && turn < 330;
      if (isDown) continue;
      const counted = second === 1 ? nothingCounted : countedSecond(random, cores);
      yield at(nowMs + 100 + index * 0.25, {
        kind: 'server/sample',
        sample: {
          ...countedReading(counted, levelsOf(second, random)),
          server: name,
          rttMs: Math.round(1000 + 2000 * random()) / 1000,
        },
      });
    }
    for (const [index, { name }] of head.streams.entries()) {
      yield* streamEvents(name, index, second, nowMs + 600 + 2 * index, random);
    }
    if (head.servers.length > 0 && (turn === 301 || turn === 330)) {
      const state =
        turn === 301 ? ({ kind: 'down', reason: 'connection refused' } as const) : ({ kind: 'live' } as const);
      yield at(nowMs + 700, { kind: 'server/state', server: head.servers[0]!.name, state });
    }
    if (turn === 100) {
      yield at(nowMs + 800, { kind: 'note', severity: 'info', text: `deployed at ${second}`, mark: true });
    }
    if (turn === 200) yield at(nowMs + 800, { kind: 'note', severity: 'warning', text: 'the target answers slowly' });
    if (isSending) {
      const made = intervals[Math.floor(random() * intervals.length)]!;
      const responseTime = response[second % response.length]!;
      yield at(nowMs + 900, {
        kind: 'load/interval',
        interval: { ...made, startMs: nowMs - 100, phase: turn < 60 ? 'warm-up' : 'measure', responseTime },
      });
    }
  }
  yield at(seconds * 1000 + 950, { kind: 'session/ended', reason: 'quit' });
}

function* streamEvents(
  stream: string,
  index: number,
  second: number,
  atMs: number,
  random: () => number,
): Generator<SessionEvent, void, undefined> {
  const isOpen = index === 0 && second % 400 > 350;
  yield {
    atMs,
    kind: 'stream/sample',
    sample: {
      stream,
      server: null,
      values: { cpuPercent: Math.round(100 * random()), queueDepth: Math.round(20 * random()) },
      rttMs: 1.5,
    },
  };
  yield {
    atMs: atMs + 1,
    kind: 'stream/health',
    stream,
    circuit: isOpen
      ? { kind: 'open', sinceMs: atMs, nextProbeAtMs: atMs + 5000, reason: 'no answer' }
      : { kind: 'closed', failures: 0 },
    queue: { accepted: second, sent: second, dropped: 0, expired: 0, pending: 0 },
    counts: { messages: second, unreadable: 0, reconnects: 0, opened: 0 },
  };
}

const cores = 8;

function levelsOf(second: number, random: () => number): ServerLevels {
  const load = (): number => Math.round(100 * cores * random()) / 100;
  return {
    cores,
    memoryUsedBytes: 2 ** 30 + second * 4096,
    memoryTotalBytes: 2 ** 34,
    load1: load(),
    load5: load(),
    load15: load(),
    swapUsedBytes: 0,
    swapTotalBytes: 2 ** 31,
    uptimeSeconds: 100_000 + second,
    lossRatio: 0,
  };
}
