import type { SessionView } from '../state.js';
import type { Trace } from '../trace.js';
import { selectTime, type TimeView, type Walk } from './history.js';
import { traceOf } from './load.js';
import type { Slot } from './slots.js';

/** One queue: how deep it is, and how deep it was, newest last. */
export type QueueRow = {
  readonly name: string;
  readonly depth: number | null;
  readonly history: Trace;
  /** The same in a slot of the time axis; null for a queue that is not told by it. */
  readonly ofSlot: ((slot: Slot) => number) | null;
};

/**
 * What the queue pane shows: requests that wait in the generator, those in flight, and the workers' own queues. `time` is the
 * axis of the generator's own.
 */
export type QueuesView = { readonly rows: readonly QueueRow[]; readonly time: TimeView };

export function selectQueues(view: SessionView, columnSeconds = 1, walk: Walk | null = null): QueuesView {
  const { points } = view.load;
  const last = points.at(-1);
  const trace = traceOf(points);
  const own: QueueRow[] =
    view.head?.kind === 'monitor' || view.head?.kind === 'jobs'
      ? []
      : [
          {
            name: 'in flight',
            ofSlot: (slot) => slot.inFlight,
            depth: last?.inFlight ?? null,
            history: trace((point) => point.inFlight),
          },
          {
            name: 'waiting to send',
            ofSlot: (slot) => slot.waiting,
            depth: last?.waiting ?? null,
            history: trace((point) => point.waiting),
          },
        ];
  const workers = view.streams.map(
    (stream): QueueRow => ({
      name: stream.name,
      ofSlot: null,
      depth: stream.sample?.values.queueDepth ?? null,
      history: stream.queueDepthHistory,
    }),
  );
  const rows = [...own, ...workers.filter(({ history }) => history.values.some((depth) => depth !== null))];
  return { rows, time: selectTime(view, columnSeconds, walk) };
}
