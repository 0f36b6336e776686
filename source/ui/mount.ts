import type { RunCommand } from '../model/run.js';
import type { Store } from '../store/store.js';
import type { Clock } from '../time/clock.js';
import { createDisplay, type Tile } from './display/display.js';
import { createLink } from './display/link.js';
import { createFrameLoop, type Moment } from './frame-loop.js';
import type { SheetView } from './ink/sheet.js';
import { createKeyStream } from './ink/streams.js';
import { press } from './keys/press.js';
import { composeScreen, panesOf } from './screen.js';
import { createScreenStore } from './screen-store.js';
import { sheetOf } from './sheets.js';
import { lookOf, sizeOf, type Viewer } from './viewer.js';

/** What the screen needs of its session. */
export type AppProps = {
  readonly store: Store;
  /** The session's clock: `nowMs` counts from the session's start, like every event's `atMs`. */
  readonly clock: Clock;
  readonly send: (command: RunCommand) => void;
  /** Asked for once by q (and y), ctrl-c: ends the session and unmounts. */
  readonly quit: () => void;
  /** Whether the session is being recorded right now; asked once a frame. */
  readonly isRecording?: () => boolean;
  /** Stops the program and comes back when it goes on (ctrl-z); without it ctrl-z does nothing. */
  readonly suspend?: () => Promise<void>;
  /** Store changes drawn a second, at most. Keys are drawn at once. */
  readonly framesPerSecond?: number;
};

/** A screen that is up. */
export type MountedApp = {
  /** Takes the screen down and gives the terminal back as it was. Twice is harmless. */
  readonly unmount: () => void;
  /** Resolves once the screen is down and everything is written; rejects with the error that took it down. */
  readonly waitUntilExit: () => Promise<void>;
  /** Resolves once what is drawn so far has reached the viewer. */
  readonly flush: () => Promise<void>;
  /** Gives the terminal back at once: for the last moment of a process that ends otherwise. */
  readonly restoreNow: () => void;
};

/** A size that stays so long is the size: a window being dragged has dozens of others on the way. */
const resizeMs = 50;

/**
 * Puts the screen up for one viewer. Panes are painted from the store into a screen that writes only cells that have
 * changed; Ink reads the keys and lays out what lies over the panes, and is loaded when the first frame is drawn already.
 */
export function mountApp(viewer: Viewer, props: AppProps): MountedApp {
  const { store, clock } = props;
  const screen = createScreenStore();
  const keys = createKeyStream();
  const look = lookOf(viewer);
  let size = sizeOf(viewer);
  let sheet: SheetView | null = null;
  let sheetLines: readonly string[] = [];
  let state: 'up' | 'suspended' | 'down' = 'up';
  let endInk: (() => void) | null = null;
  let cancelResize: () => void = () => {};
  const sheetListeners = new Set<() => void>();
  const idleListeners = new Set<() => void>();
  const exit = Promise.withResolvers<void>();
  // Whoever does not wait for the end is not told of a failure twice.
  exit.promise.catch(() => {});

  const link = createLink(viewer, clock, {
    onKeys: keys.push,
    onMouse: () => {},
    onSynchronised: (isSynchronised) => display.setSynchronised(isSynchronised),
  });
  const display = createDisplay(link.write, () => {
    loop.onIdle();
    if (display.isBusy()) return;
    for (const call of [...idleListeners]) call();
  });
  const draw = (moment: Moment): boolean => {
    if (state !== 'up') return true;
    if (display.isBusy()) return false;
    try {
      const isRecording = props.isRecording?.() ?? false;
      const tiles = composeScreen({ ...moment, screen: screen.get(), size, look, isRecording });
      return display.draw({ ...size, tiles, overlays: sheetTiles() });
    } catch (error) {
      void end(error);
      return true;
    }
  };
  const loop = createFrameLoop(store, clock, props.framesPerSecond ?? 4, draw);

  const sheetTiles = (): readonly Tile[] => {
    if (sheet === null || sheetLines.length !== sheet.height) return [];
    return [{ row: sheet.row, column: sheet.column, width: sheet.width, lines: sheetLines }];
  };
  const updateSheet = (): void => {
    const next = sheetOf(screen.get(), { view: loop.moment().view, size, look });
    if (next === null && sheet === null) return;
    sheet = next;
    for (const call of sheetListeners) call();
  };

  const stroke = (name: string): void => {
    if (state !== 'up') return;
    const view = store.getState();
    const pressed = press(screen.get(), name, {
      runState: view.run.state,
      hasLoad: view.head?.kind !== 'monitor',
      hasPlan: view.head?.kind === 'run',
      ratePerSecond: view.rate?.perSecond ?? null,
      isHeld: view.rate?.isHeld ?? false,
      panes: panesOf(view),
      answerAtMs: view.answer?.atMs ?? null,
      nowMs: clock.nowMs(),
    });
    screen.set(pressed.screen);
    loop.setRunning(!pressed.screen.frozen);
    for (const effect of pressed.effects) {
      if (effect.kind === 'send') props.send(effect.command);
      else if (effect.kind === 'quit') props.quit();
      else void suspend();
    }
    updateSheet();
    loop.drawNow();
  };
  const resize = (): void => {
    cancelResize();
    cancelResize = clock.after(resizeMs, () => {
      size = sizeOf(viewer);
      updateSheet();
      display.invalidate();
      loop.drawNow();
    });
  };
  const suspend = async (): Promise<void> => {
    if (props.suspend === undefined || state !== 'up') return;
    state = 'suspended';
    await link.leave();
    await props.suspend();
    if (state !== 'suspended') return;
    state = 'up';
    size = sizeOf(viewer);
    display.invalidate();
    link.enter();
    loop.drawNow();
  };
  const end = async (error: unknown = null): Promise<void> => {
    if (state === 'down') return;
    state = 'down';
    cancelResize();
    loop.setRunning(false);
    viewer.stdout.off('resize', resize);
    endInk?.();
    await link.leave();
    if (error === null) exit.resolve();
    else exit.reject(error);
  };
  const listenToKeys = async (): Promise<void> => {
    const { startInk } = await import('./ink/ink-keys.js');
    if (state === 'down') return;
    endInk = startInk({
      keys,
      onStroke: stroke,
      onPaste: () => {},
      sheet: () => sheet,
      subscribe(listener) {
        sheetListeners.add(listener);
        return () => sheetListeners.delete(listener);
      },
      show(lines) {
        sheetLines = lines;
        loop.drawNow();
      },
      onFailure: (error) => void end(error),
    });
  };

  viewer.stdout.on('resize', resize);
  link.enter();
  loop.setRunning(true);
  loop.drawNow();
  const ready = listenToKeys().catch((error: unknown) => end(error));

  return {
    unmount: () => void end(),
    waitUntilExit: () => exit.promise,
    restoreNow: () => link.leaveNow(),
    async flush() {
      await ready;
      if (!display.isBusy()) return;
      await new Promise<void>((resolve) => {
        const call = (): void => {
          idleListeners.delete(call);
          resolve();
        };
        idleListeners.add(call);
      });
    },
  };
}
