import type { AppProps, MountedApp } from './app-props.js';
import { createAsker } from './ask.js';
import { createDisplay, type Frame, type Tile } from './display/display.js';
import type { MouseEvent } from './display/input-tap.js';
import { createLink } from './display/link.js';
import { clipboardBytes, mouseOffBytes, mouseOnBytes } from './display/modes.js';
import { pictureOf } from './display/picture.js';
import { createFirstKeys } from './first-keys.js';
import { createFrameLoop, type Moment } from './frame-loop.js';
import type { SheetView } from './ink/sheet.js';
import { createKeyStream } from './ink/streams.js';
import { factsOf } from './key-facts.js';
import { type Facts, noticeMs } from './keys/facts.js';
import { standardKeymap } from './keys/keymap.js';
import { press } from './keys/press.js';
import { type Effect, type ScreenState, screenAtFirst } from './keys/screen-state.js';
import { typeText } from './keys/typing.js';
import { scroll } from './keys/view-keys.js';
import { createLogHolder, hiddenEvents } from './log-scroll.js';
import { composeScreen, paneAt, type ScreenTile } from './screen.js';
import { sheetOf } from './sheets.js';
import { lookOf, sizeOf, type Viewer } from './viewer.js';

/** A size that stays so long is the size: a window being dragged has dozens of others on the way. */
const resizeMs = 50;

/**
 * Puts the screen up for one viewer. Panes are painted from the store into a screen that writes only cells that have
 * changed; Ink reads the keys and lays out what lies over the panes, and is loaded when the first frame is drawn already, and
 * the first keys are answered.
 */
export function mountApp(viewer: Viewer, props: AppProps): MountedApp {
  const { store, clock, kind = 'live', history = null, keymap = standardKeymap } = props;
  const { quitEndsLoad = kind === 'live', replay } = props;
  const tickMs = replay?.tickMs ?? clock.nowMs;
  const keys = createKeyStream();
  const exit = Promise.withResolvers<void>();
  // Whoever does not wait for the end is not told of a failure twice.
  exit.promise.catch(() => {});
  let screen = screenAtFirst(props.begin);
  let look = lookOf(viewer, screen);
  let size = sizeOf(viewer);
  let tiles: readonly ScreenTile[] = [];
  let sheet: SheetView | null = null;
  let sheetLines: readonly string[] = [];
  let state: 'up' | 'suspended' | 'down' = 'up';
  let endInk: (() => void) | null = null;
  let cancelResize: () => void = () => {};
  const sheetListeners = new Set<() => void>();
  const idleListeners = new Set<() => void>();

  const asker = createAsker(() => refresh());
  const link = createLink(viewer, clock, {
    onKeys: (typed) => firstKeys.hear(typed),
    onMouse: (event) => click(event),
    onStroke: (name) => stroke(name),
    onSynchronised: (isSynchronised) => display.setSynchronised(isSynchronised),
  });
  const display = createDisplay(link.write, () => {
    loop.onIdle();
    if (display.isBusy()) return;
    for (const call of [...idleListeners]) call();
  });
  const holdLog = createLogHolder();
  const frame = (moment: Moment): Frame => {
    screen = holdLog(moment.view, screen);
    const isRecording = props.isRecording?.() ?? false;
    const newest = replay?.overview() ?? { view: store.getState(), nowMs: clock.nowMs() };
    tiles = composeScreen({ ...moment, screen, size, look, isRecording, kind, newest, keymap, tickMs: tickMs() });
    return { ...size, tiles, overlays: sheetTiles() };
  };
  const loop = createFrameLoop(
    store,
    clock,
    props.framesPerSecond ?? 4,
    (moment) => {
      if (state !== 'up') return true;
      if (display.isBusy()) return false;
      try {
        return display.draw(frame(moment));
      } catch (error) {
        void end(error);
        return true;
      }
    },
    () => replay?.status() ?? null,
  );
  const sheetTiles = (): readonly Tile[] => {
    // Until Ink has laid the sheet out anew, the old one would not fit.
    if (sheet === null || sheetLines.length !== sheet.height) return [];
    return [{ row: sheet.row, column: sheet.column, width: sheet.width, lines: sheetLines }];
  };
  const facts = (): Facts => {
    const nowMs = screen.frozen ? loop.moment().nowMs : clock.nowMs();
    const mostSkipped = screen.help ? (sheet?.hidden ?? 0) : hiddenEvents(loop.moment().view, screen, tiles);
    const replayed = { tickMs: tickMs(), replay: replay?.status() ?? null, whole: replay?.overview() };
    return factsOf(store.getState(), { nowMs, kind, keymap, history, quitEndsLoad, mostSkipped, ...replayed });
  };
  /** Draws what a key, an answer or a new size has changed. */
  const refresh = (): void => {
    if (state !== 'up') return;
    look = lookOf(viewer, screen);
    const next = sheetOf(screen, { facts: facts(), size, look, asked: asker.current() });
    if (next !== null || sheet !== null) {
      sheet = next;
      if (next !== null) void firstKeys.start();
      for (const call of sheetListeners) call();
    }
    loop.drawNow();
  };
  const change = (next: ScreenState): void => {
    if (next.isMouseOn !== screen.isMouseOn) link.write(next.isMouseOn ? mouseOnBytes : mouseOffBytes, () => {});
    const isWalk = next.atMs !== screen.atMs;
    screen = next;
    loop.setRunning(!screen.frozen);
    if (screen.frozen && isWalk && screen.atMs !== null && history !== null) {
      loop.show({ view: history.viewAt(screen.atMs), nowMs: screen.atMs, replay: null });
    }
  };
  const stroke = (name: string): void => {
    if (state !== 'up') return;
    if (name !== 'ctrl-c' && asker.stroke(name)) return;
    const pressed = press(screen, name, facts());
    change(pressed.screen);
    for (const effect of pressed.effects) carryOut(effect);
    refresh();
  };
  const paste = (text: string): void => {
    if (state !== 'up' || asker.paste(text) || screen.palette === null) return;
    const typing = typeText(screen.palette.typing, text.replace(/\s+/g, ' '));
    change({ ...screen, palette: { typing, fault: null } });
    refresh();
  };
  const carryOut = (effect: Effect): void => {
    switch (effect.kind) {
      case 'send':
        props.send(effect.command);
        break;
      case 'replay':
        replay?.command(effect.command);
        loop.readNow();
        break;
      case 'mark':
        props.mark?.(effect.text);
        notify(props.mark === undefined ? 'nothing is written down here' : `marked: ${effect.text}`);
        break;
      case 'show-cores':
        props.fleet?.showCores(effect.server);
        break;
      case 'retry':
        for (const server of effect.servers) props.fleet?.retry(server);
        break;
      case 'quit':
        props.quit();
        break;
      case 'suspend':
        void suspend();
        break;
      case 'redraw':
        display.invalidate();
        break;
      case 'copy':
        copy();
        break;
      case 'screenshot':
        void tellKept(props.keepPicture?.(pictureOf(frame(loop.moment()), 'plimsoll')));
        break;
      case 'metrics':
        void tellKept(props.keepMetrics?.());
        break;
    }
  };
  const notify = (text: string): void => {
    screen = { ...screen, notice: { text, untilMs: tickMs() + noticeMs } };
    refresh();
  };
  /** Says where something was kept, once it was. */
  const tellKept = async (kept: Promise<string> | undefined): Promise<void> => {
    notify((await kept) ?? 'there is nowhere to write it to');
  };
  const copy = (): void => {
    const own = tiles.filter(({ pane }) => screen.focus !== null && pane === screen.focus);
    const { text } = pictureOf({ ...size, tiles: own.length > 0 ? own : tiles, overlays: [] }, '');
    const bytes = new TextEncoder().encode(text.replace(/^\n+|\n+$/g, ''));
    link.write(clipboardBytes(btoa(String.fromCharCode(...bytes))), () => {});
    notify(`${own.length > 0 ? screen.focus : 'the screen'} copied, where the terminal allows it`);
  };
  const click = ({ kind: what, row, column }: MouseEvent): void => {
    if (state !== 'up' || !screen.isMouseOn) return;
    const pane = paneAt(tiles, row, column);
    if (pane === null) return;
    if (what === 'press' && screen.focus === pane) {
      stroke('enter');
      return;
    }
    change(what === 'press' ? { ...screen, focus: pane } : scroll(screen, what === 'wheel-up' ? -3 : 3, facts(), pane));
    refresh();
  };
  const resize = (): void => {
    cancelResize();
    cancelResize = clock.after(resizeMs, () => {
      size = sizeOf(viewer);
      display.invalidate();
      refresh();
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
    if (screen.isMouseOn) link.write(mouseOnBytes, () => {});
    refresh();
  };
  const end = async (error: unknown = null): Promise<void> => {
    if (state === 'down') return;
    state = 'down';
    cancelResize();
    firstKeys.close();
    loop.setRunning(false);
    asker.close();
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
      onPaste: paste,
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

  const firstKeys = createFirstKeys(clock, keys.push, stroke, () => {
    return listenToKeys().catch((error: unknown) => end(error));
  });

  viewer.stdout.on('resize', resize);
  replay?.onArrival?.(() => {
    loop.readNow();
    refresh();
  });
  link.enter();
  if (screen.isMouseOn) link.write(mouseOnBytes, () => {});
  loop.setRunning(true);
  loop.drawNow();

  return {
    ask: asker.ask,
    unmount: () => void end(),
    waitUntilExit: () => exit.promise,
    restoreNow: () => link.leaveNow(),
    async flush() {
      await firstKeys.start();
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
