import type { Emit, SessionEventBody, SessionEventKind } from '../../../source/model/events.js';

type EventOf<Kind extends SessionEventKind> = Extract<SessionEventBody, { readonly kind: Kind }>;

/** Keeps what an engine emits, so that a test can wait for a fact instead of for a while. */
export type EventLog = {
  readonly emit: Emit;
  readonly all: <Kind extends SessionEventKind>(kind: Kind) => EventOf<Kind>[];
  /** The first event of that kind that fits, among those emitted since the last `forget` or still to come. */
  readonly next: <Kind extends SessionEventKind>(
    kind: Kind,
    fits?: (event: EventOf<Kind>) => boolean,
  ) => Promise<EventOf<Kind>>;
  readonly forget: () => void;
};

export function createEventLog(): EventLog {
  let events: SessionEventBody[] = [];
  const waiting = new Set<(event: SessionEventBody) => void>();
  return {
    emit(event) {
      events.push(event);
      for (const look of waiting) look(event);
    },
    all: (kind) => events.filter((event) => event.kind === kind) as EventOf<typeof kind>[],
    next: (kind, fits = () => true) =>
      new Promise((resolve) => {
        const look = (event: SessionEventBody): void => {
          if (event.kind !== kind || !fits(event as EventOf<typeof kind>)) return;
          waiting.delete(look);
          resolve(event as EventOf<typeof kind>);
        };
        waiting.add(look);
        for (const event of events) look(event);
      }),
    forget() {
      events = [];
    },
  };
}
