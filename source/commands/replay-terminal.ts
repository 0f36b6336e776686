import type { ScreenConfig } from '../config/config.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import type { SpanReader } from '../record/read-span.js';
import { startReplay } from '../replay/player.js';
import { createStore } from '../store/store.js';
import { createSystemClock } from '../time/clock.js';
import { createKeymap } from '../ui/keys/keymap.js';
import { mountApp } from '../ui/mount.js';
import { holdTerminal } from './hold-terminal.js';
import type { Io } from './io.js';
import { keepPicture } from './keep-picture.js';
import type { WantedReplay } from './replay.js';

/** A recording on the terminal, in the panes of the live session, until the viewer quits. */
export async function replayInTerminal(
  reader: SpanReader,
  wanted: WantedReplay,
  screen: ScreenConfig,
  io: Io,
): Promise<ExitCode> {
  const store = createStore();
  const clock = createSystemClock();
  const { fromMs, follow } = wanted;
  const replay = startReplay(reader, store, clock, { speed: wanted.speed ?? 1, fromMs, follow });
  const { id } = reader.summary();
  const held = holdTerminal(io, clock, screen.colours, (viewer) =>
    mountApp(viewer, {
      store,
      clock: replay.clock,
      replay: { ...replay, tickMs: clock.nowMs },
      kind: 'replay',
      // Nothing is sent: there is nobody to send it to.
      send: () => {},
      quit: () => held.app.unmount(),
      keepPicture: (picture) => keepPicture(picture, id, replay.clock.nowMs()),
      suspend: async () => {
        process.kill(process.pid, 'SIGSTOP');
      },
      framesPerSecond: screen.framesPerSecond,
      keymap: createKeymap(screen.keys),
      begin: screen,
    }),
  );
  try {
    await held.app.waitUntilExit();
    return held.wasLost() ? exitCodes.interrupted : exitCodes.met;
  } finally {
    held.release();
    replay.close();
  }
}
