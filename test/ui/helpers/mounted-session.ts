import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SessionEvent } from '../../../source/model/events.js';
import type { RunCommand } from '../../../source/model/run.js';
import { createHistory } from '../../../source/store/history.js';
import { createStore, type Store } from '../../../source/store/store.js';
import { createVirtualClock, type VirtualClock } from '../../../source/time/virtual-clock.js';
import type { AppProps, MountedApp } from '../../../source/ui/app-props.js';
import { mountApp } from '../../../source/ui/mount.js';
import type { Viewer } from '../../../source/ui/viewer.js';
import { createFakeViewer, type FakeViewer } from './fake-viewer.js';

/** The whole screen on a fake viewer, fed with events on a virtual clock. */
export type MountedSession = FakeViewer & {
  readonly store: Store;
  readonly clock: VirtualClock;
  readonly app: MountedApp;
  readonly sent: readonly RunCommand[];
  readonly marks: readonly string[];
  readonly quits: () => number;
  readonly suspends: () => number;
  /** The screen as soon as `isSo` holds; fails after five seconds of waiting with what is on the screen. */
  readonly screenOnce: (isSo: (lines: readonly string[]) => boolean) => Promise<readonly string[]>;
};

/** Mounts the app, applies the events and lets the clock run to `nowMs`. Unmount when done. */
export async function mountSession(
  columns: number,
  rows: number,
  events: readonly SessionEvent[],
  nowMs: number,
  look: Partial<Pick<Viewer, 'colourDepth' | 'isUnicode'>> = {},
  props: Partial<AppProps> = {},
): Promise<MountedSession> {
  const fake = createFakeViewer(columns, rows, look);
  const store = createStore();
  const clock = createVirtualClock();
  const history = createHistory();
  const sent: RunCommand[] = [];
  const marks: string[] = [];
  let quits = 0;
  let suspends = 0;
  for (const event of events) {
    store.apply(event);
    history.apply(event);
  }
  clock.advance(nowMs);
  const app = mountApp(fake.viewer, {
    store,
    clock,
    send: (command) => sent.push(command),
    quit: () => {
      quits += 1;
    },
    suspend: async () => {
      suspends += 1;
    },
    isRecording: () => true,
    history,
    mark: (text) => marks.push(text),
    ...props,
  });
  await app.flush();
  return {
    ...fake,
    store,
    clock,
    app,
    sent,
    marks,
    quits: () => quits,
    suspends: () => suspends,
    async screenOnce(isSo) {
      const givenUpAt = performance.now() + 5000;
      for (;;) {
        await nextTurn();
        await app.flush();
        const lines = await fake.screen();
        if (isSo(lines)) return lines;
        if (performance.now() > givenUpAt) throw new Error(`still not so:\n${lines.join('\n')}`);
      }
    },
  };
}
