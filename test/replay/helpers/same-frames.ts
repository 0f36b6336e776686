import assert from 'node:assert/strict';
import type { SessionEvent } from '../../../source/model/events.js';
import { openSpanReader } from '../../../source/record/read-span.js';
import { createOutline } from '../../../source/replay/outline.js';
import { viewAt } from '../../../source/replay/recording.js';
import { reduce } from '../../../source/store/reduce.js';
import { initialView, type SessionView } from '../../../source/store/state.js';
import { createVirtualClock } from '../../../source/time/virtual-clock.js';
import { initialScreen } from '../../../source/ui/keys/screen-state.js';
import { composeScreen, panesOf } from '../../../source/ui/screen.js';
import { lookOf } from '../../../source/ui/viewer.js';

const look = lookOf({ colourDepth: 8, isUnicode: true });
const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 240, rows: 70 },
] as const;

/** Every cell with its colours: the whole screen in three sizes, and each pane alone. */
function framesOf(view: SessionView, nowMs: number): unknown {
  const compose = (screen: typeof initialScreen, size: (typeof sizes)[number]): unknown =>
    composeScreen({ view, nowMs, screen, size, look, isRecording: false, kind: 'replay' });
  return [
    ...sizes.map((size) => compose(initialScreen, size)),
    ...panesOf(view).map((zoom) => compose({ ...initialScreen, zoom }, sizes[1])),
  ];
}

/**
 * Compares, cell by cell, what was seen live after each of some events with what a replay of the file shows at those times:
 * every so manieth, and the last ones.
 */
export function assertSameFrames(file: string, events: readonly SessionEvent[], every: number): void {
  const reader = openSpanReader(file);
  const outline = createOutline(reader, createVirtualClock());
  while (!outline.readOn(1000));
  let view = initialView;
  let compared = 0;
  for (const [index, event] of events.entries()) {
    view = reduce(view, event);
    // Between two events of one time nobody saw a frame.
    const isSeen = event.atMs !== events[index + 1]?.atMs;
    if (!isSeen || (index % every !== 0 && index < events.length - 3)) continue;
    const replayed = viewAt(reader, outline, reader.seqUntil(event.atMs));
    assert.deepEqual(framesOf(replayed, event.atMs), framesOf(view, event.atMs), `${event.kind} at ${event.atMs} ms`);
    compared += 1;
  }
  reader.close();
  assert.ok(compared > 3, `${compared} frames compared`);
}
