import type { SessionView } from '../state.js';
import { bySecond } from './load.js';

/** One queue: how deep it is, and how deep it was, newest last. */
export type QueueRow = {
  readonly name: string;
  readonly depth: number | null;
  readonly history: readonly (number | null)[];
};

/** What the queue pane shows: requests that wait in the generator, those in flight, and the workers' own queues. */
export type QueuesView = { readonly rows: readonly QueueRow[] };

export function selectQueues(view: SessionView): QueuesView {
  const { points } = view.load;
  const last = points.at(-1);
  const seconds = bySecond(points);
  const own: QueueRow[] =
    view.head?.kind === 'monitor'
      ? []
      : [
          {
            name: 'in flight',
            depth: last?.inFlight ?? null,
            history: seconds.map((point) => point?.inFlight ?? null),
          },
          {
            name: 'waiting to send',
            depth: last?.waiting ?? null,
            history: seconds.map((point) => point?.waiting ?? null),
          },
        ];
  const workers = view.streams.map(
    (stream): QueueRow => ({
      name: stream.name,
      depth: stream.sample?.values.queueDepth ?? null,
      history: stream.queueDepthHistory,
    }),
  );
  return { rows: [...own, ...workers.filter(({ history }) => history.some((depth) => depth !== null))] };
}
