import type { SessionEvent } from '../model/events.js';
import { createStore } from '../store/store.js';
import { createDisplay } from './display/display.js';
import { initialScreen } from './keys/screen-state.js';
import { composeScreen } from './screen.js';
import { lookOf, type ScreenSize } from './viewer.js';

/** What the first line of a cast says beside its size. */
export type CastAbout = { readonly title: string /** ISO 8601. */; readonly startedAt: string };

const framesPerSecond = 4;

/** A terminal as most players have one: 256 colours, UTF-8. */
const capabilities = { colourDepth: 8, isUnicode: true } as const;

/**
 * A recording as an asciicast (version 2) of its screen: the frames that a live viewer of this size would have seen, four a
 * second, each as the difference to the one before, at the times at which they were seen. Nothing is shortened: where
 * nothing changes, nothing is written, and a player decides how long it waits.
 */
export function* asciicastOf(events: Iterable<SessionEvent>, size: ScreenSize, about: CastAbout): Generator<string> {
  const timestamp = Math.floor(Date.parse(about.startedAt) / 1000);
  const env = { TERM: 'xterm-256color' };
  yield line({ version: 2, width: size.columns, height: size.rows, timestamp, title: about.title, env });
  const store = createStore();
  const look = lookOf(capabilities);
  let written = '';
  const display = createDisplay(
    (bytes, done) => {
      written = bytes;
      done();
    },
    () => {},
  );
  let drawn = { view: store.getState(), second: -1 };
  const frameAt = (nowMs: number): string | null => {
    written = '';
    const view = store.getState();
    const second = Math.floor(nowMs / 1000);
    if (view === drawn.view && second === drawn.second) return null;
    drawn = { view, second };
    const tiles = composeScreen({ view, nowMs, screen: initialScreen, size, look, isRecording: true });
    display.draw({ ...size, tiles, overlays: [] });
    return written === '' ? null : line([Math.round(nowMs) / 1000, 'o', written]);
  };
  // The screen of its own, and a cursor that does not wander over the panes.
  yield line([0, 'o', '\u001b[?1049h\u001b[?25l']);
  const stepMs = 1000 / framesPerSecond;
  let nextMs = stepMs;
  let lastMs = 0;
  for (const event of events) {
    // Frames between two events differ by the clock alone: one a second is what a viewer would have drawn, and where
    // nothing happens for longer than a session does, a hundred tell it.
    const quietMs = Math.max(1000, (event.atMs - nextMs) / 100);
    while (nextMs <= event.atMs) {
      const frame = frameAt(nextMs);
      if (frame !== null) yield frame;
      nextMs = event.atMs - nextMs > 1000 ? (Math.floor(nextMs / 1000) + 1) * 1000 + quietMs - 1000 : nextMs + stepMs;
    }
    store.apply(event);
    lastMs = event.atMs;
  }
  const last = frameAt(Math.max(lastMs, nextMs));
  if (last !== null) yield last;
}

function line(value: unknown): string {
  return `${JSON.stringify(value)}\n`;
}
