import type { SessionEvent } from '../model/events.js';
import { reduce } from './reduce.js';
import { initialView, type SessionView } from './state.js';

/**
 * The past of a session, to walk through: live it is what was kept of the events so far, in a replay the whole recording.
 * Times are `atMs` of the session's clock.
 */
export type History = {
  /** How far back and how far on there is anything to see. */
  readonly range: () => { readonly fromMs: number; readonly toMs: number };
  /** The view as it was then, or at the nearest time that is kept. */
  readonly viewAt: (atMs: number) => SessionView;
};

/** Kept whole stretches of events, each with the view before its first one. */
type Chunk = { readonly before: SessionView; readonly events: SessionEvent[]; readonly fromMs: number; toMs: number };

/** A view is made anew from the beginning of its chunk: few enough events to take no noticeable time. */
const chunkMs = 10_000;

/** Chunks kept: half an hour. */
const chunkLimit = 180;

/** Events kept at most, whatever their number a second. */
const eventLimit = 60_000;

/** A history that is told every event, and forgets the oldest ones. */
export function createHistory(): History & { readonly apply: (event: SessionEvent) => void } {
  const chunks: Chunk[] = [];
  let view = initialView;
  let kept = 0;
  let cached: { readonly chunk: Chunk; readonly count: number; readonly view: SessionView } | null = null;
  return {
    apply(event) {
      const last = chunks.at(-1);
      if (last === undefined || event.atMs - last.fromMs >= chunkMs) {
        chunks.push({ before: view, events: [slim(event)], fromMs: event.atMs, toMs: event.atMs });
      } else {
        last.events.push(slim(event));
        last.toMs = Math.max(last.toMs, event.atMs);
      }
      view = reduce(view, event);
      kept += 1;
      while (chunks.length > 1 && (chunks.length > chunkLimit || kept > eventLimit)) {
        kept -= chunks.shift()?.events.length ?? 0;
      }
    },
    range: () => ({ fromMs: chunks[0]?.fromMs ?? 0, toMs: chunks.at(-1)?.toMs ?? 0 }),
    viewAt(atMs) {
      const chunk = chunks.findLast(({ fromMs }) => fromMs <= atMs) ?? chunks[0];
      if (chunk === undefined) return initialView;
      const count = chunk.events.findIndex((event) => event.atMs > atMs);
      const wanted = count === -1 ? chunk.events.length : Math.max(1, count);
      // Walking on from where somebody looked last costs only the events in between.
      const from = cached !== null && cached.chunk === chunk && cached.count <= wanted ? cached : null;
      const rest = chunk.events.slice(from?.count ?? 0, wanted);
      const shown = rest.reduce(reduce, from?.view ?? chunk.before);
      cached = { chunk, count: wanted, view: shown };
      return shown;
    },
  };
}

/** An interval without the histograms that no view is made of: they are most of what an event weighs. */
function slim(event: SessionEvent): SessionEvent {
  if (event.kind !== 'load/interval') return event;
  const { timings: _timings, ...interval } = event.interval;
  return { ...event, interval: { ...interval, serviceTime: interval.responseTime } };
}
