import { useEffect, useRef, useState } from 'react';
import type { SessionView } from '../store/state.js';
import type { Store } from '../store/store.js';
import type { Clock } from '../time/clock.js';

/** What one frame shows: the session's view and the session's time, read together. */
export type Frame = { readonly view: SessionView; readonly nowMs: number };

/**
 * The frame clock: bundles everything that happens into at most `perSecond` frames a second. A turn in which nothing
 * changed and no second passed makes no frame. While `isFrozen` there is no clock at all, and the frame stays.
 */
export function useFrame(store: Store, clock: Clock, perSecond: number, isFrozen: boolean): Frame {
  const [frame, setFrame] = useState<Frame>(() => ({ view: store.getState(), nowMs: clock.nowMs() }));
  const shown = useRef(frame);
  useEffect(() => {
    if (isFrozen) return;
    const turn = (): void => {
      const next: Frame = { view: store.getState(), nowMs: clock.nowMs() };
      const { view, nowMs } = shown.current;
      if (next.view === view && Math.floor(next.nowMs / 1000) === Math.floor(nowMs / 1000)) return;
      shown.current = next;
      setFrame(next);
    };
    turn();
    return clock.every(1000 / perSecond, turn);
  }, [store, clock, perSecond, isFrozen]);
  return frame;
}
