import type { SessionEvent } from '../../source/model/events.js';
import type { SessionSummary } from '../../source/record/session-row.js';
import type { Digest } from '../../source/report/digest/digest.js';
import { readDigest } from '../../source/report/digest/read-digest.js';
import { createRandom } from '../../source/time/random.js';
import { interval, scriptedAnswer, scriptedHead, searchEvents } from '../store/helpers/scripted-session.js';

/** The summary of a scripted session that ended as it should. */
export const summary: SessionSummary = {
  id: 'scripted',
  file: '/nowhere/scripted.sqlite',
  kind: 'demo',
  importedFrom: null,
  target: scriptedHead.target,
  name: null,
  startedAt: scriptedHead.startedAt,
  endedAt: '2026-01-05T12:01:30.000Z',
  state: 'complete',
};

/** A digest of these events, of a session that is as `summary` says but for `changed`. */
export function digestOf(events: Iterable<SessionEvent>, changed: Partial<SessionSummary> = {}): Digest {
  return readDigest({ summary: { ...summary, ...changed }, events: () => events });
}

/** The scripted search with its answer and a curve. */
export function searchWithAnswer(): readonly SessionEvent[] {
  const events = searchEvents();
  const endMs = events.at(-1)?.atMs ?? 0;
  const result = {
    ...scriptedAnswer,
    interval95: [1195, 1228] as const,
    flags: [],
    kneePerSecond: 960,
    bottleneck: {
      label: 'resource-limited',
      server: 'this-machine',
      resource: 'cpu',
      headroom: 1.04,
      reason: 'its CPU is used up',
      suspects: [{ server: 'this-machine', resource: 'cpu', headroom: 1.04, interval95: [1.01, 1.09] as const }],
    },
    curve: [60, 120, 240, 480, 960, 1140, 1245, 1360].map((perSecond) => ({
      perSecond,
      p50Ms: 3 + perSecond / 300,
      p90Ms: 8 + perSecond / 100,
      p99Ms: 12 + perSecond ** 2 / 40_000,
      badRatio: 0.004,
    })),
  };
  return [
    ...events,
    // As older recordings have it, and as newer ones do.
    { atMs: endMs + 1, kind: 'note', severity: 'info', text: 'mark: new version deployed' },
    { atMs: endMs + 1, kind: 'note', severity: 'info', text: 'cache emptied', mark: true },
    { atMs: endMs + 2, kind: 'result', result },
    { atMs: endMs + 3, kind: 'session/ended', reason: 'finished' },
  ];
}

/** Hours of load at one rate, an interval a second, all of them the same few. */
export function* steadyLoad(seconds: number): Generator<SessionEvent> {
  const random = createRandom(3);
  const few = Array.from({ length: 7 }, (_, at) => interval(0, 200 + at, 1240, random));
  yield { atMs: 0, kind: 'session/started', head: { ...scriptedHead, kind: 'run' } };
  for (let second = 0; second < seconds; second++) {
    const one = { ...few[second % few.length]!, startMs: second * 1000, phase: 'measure' };
    yield { atMs: second * 1000 + 1000, kind: 'load/interval', interval: one };
  }
}
