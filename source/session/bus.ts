import type { Emit, EventSink, SessionEvent, SessionEventBody } from '../model/events.js';
import type { Clock } from '../time/clock.js';

/** The one way from engines to whoever keeps or shows what happened. */
export type Bus = {
  readonly emit: Emit;
  /** Adds a sink; it gets every event from now on. Returns its removal. */
  readonly attach: (sink: EventSink) => () => void;
};

/** A bus on the session's clock. Events reach the sinks in the order they were attached, before `emit` returns. */
export function createBus(clock: Clock): Bus {
  const sinks = new Set<EventSink>();
  return {
    emit(body: SessionEventBody) {
      const event: SessionEvent = { ...body, atMs: clock.nowMs() };
      for (const sink of sinks) sink(event);
    },
    attach(sink) {
      sinks.add(sink);
      return () => {
        sinks.delete(sink);
      };
    },
  };
}
