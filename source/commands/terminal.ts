import type { SessionEvent, SessionHead } from '../model/events.js';
import { type ExitCode, exitCodes } from '../model/exit-code.js';
import type { Session } from '../session/session.js';
import { createHistory } from '../store/history.js';
import { createStore, type Store } from '../store/store.js';
import type { Clock } from '../time/clock.js';
import { createRandom } from '../time/random.js';
import { createKeymap } from '../ui/keys/keymap.js';
import { mountApp } from '../ui/mount.js';
import { giveAnswer } from './answer.js';
import type { ScreenLogins } from './ask-login.js';
import { exitCodeOf } from './exit-code-of.js';
import { holdTerminal } from './hold-terminal.js';
import type { Io } from './io.js';
import { keepPicture } from './keep-picture.js';
import type { ReadyLaunch, Recording } from './launch-wish.js';
import { createMetricsKeeper, writeMetrics } from './metrics-file.js';
import { tellVerdict } from './tell-verdict.js';
import { lastWords } from './unblocked-terminal.js';

/**
 * A session on the terminal. It stays on the screen after its job has ended, until the viewer quits; then the answer is
 * printed on the normal screen, so that it is still there in the scrollback. A lost terminal ends the session properly.
 */
export async function performInTerminal(
  wanted: ReadyLaunch,
  head: SessionHead,
  clock: Clock,
  recording: Recording,
  io: Io,
): Promise<ExitCode> {
  const store = createStore();
  const history = createHistory();
  const tell = (event: SessionEvent): void => {
    store.apply(event);
    history.apply(event);
  };
  // The first frame is drawn before there is a session, and knows already what it will be.
  tell({ atMs: 0, kind: 'session/started', head });
  let session: Session | null = null;
  const keeper = createMetricsKeeper(head);
  let logins: ScreenLogins | null = null;
  let isLeft = false;
  const { screen } = wanted;
  const held = holdTerminal(io, clock, screen.colours, (viewer) =>
    mountApp(viewer, {
      store,
      clock,
      send: (command) => session?.send(command),
      quit: () => held.app.unmount(),
      history,
      mark(text) {
        const event: SessionEvent = { atMs: clock.nowMs(), kind: 'note', severity: 'info', text, mark: true };
        recording.sink(event);
        tell(event);
      },
      fleet: {
        retry: (server) => session?.fleet.retry(server),
        showCores: (server) => session?.fleet.showCores(server),
      },
      keepPicture: (picture) => keepPicture(picture, head.id, clock.nowMs()),
      keepMetrics: async () => (session === null ? 'nothing is measured yet' : keeper.keep(session.metrics())),
      isRecording: recording.isRecording,
      suspend: () => suspend(session, store),
      kind: screen.isReadOnly ? 'read-only' : 'live',
      quitEndsLoad: true,
      framesPerSecond: screen.framesPerSecond,
      keymap: createKeymap(screen.keys),
      begin: screen,
    }),
  );
  const leave = (): void => {
    isLeft = true;
  };
  const left = held.app.waitUntilExit().then(leave, leave);
  try {
    // Only now: what reads the keys takes a while to load, and would stop clocks and timers of a session meanwhile; and no
    // engine is loaded before the first frame is drawn.
    await held.app.flush();
    const { startSession } = await import('../session/session.js');
    const { startLogins } = await import('./ask-login.js');
    logins = startLogins(wanted.servers, clock, createRandom(wanted.seed ^ 0xa5c0), held.app.ask);
    // Load would be disturbed by logins beside it; whoever only watches sees each server as soon as it is there.
    if (logins !== null && wanted.job.kind !== 'watch') await Promise.race([logins.ahead(), left]);
    if (isLeft) {
      await held.app.waitUntilExit();
      return exitCodes.interrupted;
    }
    session = startSession({
      head,
      job: wanted.job,
      alerts: wanted.alertPlan,
      readSecret: wanted.readSecret,
      clock,
      sinks: [recording.sink, (event) => (event.kind === 'session/started' ? undefined : tell(event))],
      checkTimeoutMs: wanted.checkTimeoutMs,
      ssh: logins?.thread ?? null,
      coolDownLimitMs: wanted.coolDownLimitMs,
      baselineLimitMs: wanted.baselineLimitMs,
    });
    const { tell: tellAll } = session;
    recording.onStop((sentence) => tellAll('critical', sentence));
    wanted.publishing.onNews(tellAll);
    await held.app.waitUntilExit();
    // A watch has no end of its own: quitting is how it ends.
    const cutShort = session.lastEnd() === null && wanted.job.kind !== 'watch';
    await session.close(held.wasLost() ? 'interrupted by a signal' : 'quit');
    const end = session.lastEnd() ?? (await session.firstEnd);
    const told = held.wasLost() ? lastWords(io) : io;
    writeMetrics(wanted, keeper, session, told);
    const written = await giveAnswer(end, wanted.output, told);
    const isCut = cutShort || held.wasLost();
    const isTold = tellVerdict({ end, isCut, head, durationMs: clock.nowMs() }, wanted.verdict, told);
    // Where the terminal is gone nothing can be written to it, and that is no fault of a place that was named.
    return (written && isTold) || held.wasLost() ? exitCodeOf(end, isCut) : exitCodes.usage;
  } finally {
    held.release();
    await session?.close('quit');
    await logins?.thread.close();
  }
}

/**
 * Stops the program and comes back when it goes on. Load is paused first: arrivals that came due while the program stood
 * still would all be sent at once afterwards, each of them late by the generator's own doing.
 */
async function suspend(session: Session | null, store: Store): Promise<void> {
  const isPausable = (): boolean => ['warming', 'running'].includes(store.getState().run.state);
  const wasUnderWay = isPausable();
  if (wasUnderWay) {
    session?.send({ kind: 'pause' });
    await new Promise<void>((resolve) => {
      const end = store.subscribe(() => {
        if (isPausable()) return;
        end();
        resolve();
      });
    });
  }
  // SIGSTOP, because a SIGTSTP that a process sends to itself is dropped when its group is orphaned.
  process.kill(process.pid, 'SIGSTOP');
  if (wasUnderWay) session?.send({ kind: 'resume' });
}
