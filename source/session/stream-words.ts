import type { EventSink } from '../model/events.js';

/** What streams say beside their numbers, and whether anything of it can have been missed. */
export type StreamWords = {
  /** By it is known which streams are open. */
  readonly sink: EventSink;
  readonly tell: (stream: string, message: object) => void;
  /** Calls back with every message from now on. Returns its end. */
  readonly listen: (call: (message: object) => void) => () => void;
  /** Whether any is open, or may soon be: it is being connected to. */
  readonly isAnyHopeful: () => boolean;
  /** Whether every stream there is was open all the time since then; false where there is none. */
  readonly wereOpenSince: (sinceMs: number) => boolean;
};

export function createStreamWords(): StreamWords {
  const listeners = new Set<(message: object) => void>();
  /** When each stream was opened last; null while it is not open. */
  const openedAtMs = new Map<string, number | null>();
  const connecting = new Set<string>();
  return {
    sink(event) {
      if (event.kind !== 'stream/state') return;
      const isOpen = event.state.kind === 'open';
      if (event.state.kind === 'connecting') connecting.add(event.stream);
      else connecting.delete(event.stream);
      if (!isOpen) openedAtMs.set(event.stream, null);
      else if ((openedAtMs.get(event.stream) ?? null) === null) openedAtMs.set(event.stream, event.atMs);
    },
    tell(_stream, message) {
      for (const call of listeners) call(message);
    },
    listen(call) {
      listeners.add(call);
      return () => listeners.delete(call);
    },
    isAnyHopeful: () => connecting.size > 0 || [...openedAtMs.values()].some((atMs) => atMs !== null),
    wereOpenSince: (sinceMs) =>
      openedAtMs.size > 0 && [...openedAtMs.values()].every((atMs) => atMs !== null && atMs <= sinceMs),
  };
}
