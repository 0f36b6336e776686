import type { SessionHead } from '../model/events.js';
import type { ExitCode } from '../model/exit-code.js';
import { type Session, startSession } from '../session/session.js';
import { createStore, type Store } from '../store/store.js';
import type { Clock } from '../time/clock.js';
import { mountApp } from '../ui/mount.js';
import { capabilitiesOf, type Viewer } from '../ui/viewer.js';
import { giveAnswer } from './answer.js';
import { exitCodeOf } from './exit-code-of.js';
import type { Io } from './io.js';
import type { Launch, Recording } from './launch.js';

/**
 * A session on the terminal. It stays on the screen after its job has ended, until the viewer quits; then the answer is
 * printed on the normal screen, so that it is still there in the scrollback. A lost terminal ends the session properly.
 */
export async function performInTerminal(
  wanted: Launch,
  head: SessionHead,
  clock: Clock,
  recording: Recording,
  io: Io,
): Promise<ExitCode> {
  const store = createStore();
  const session = startSession({
    head,
    job: wanted.job,
    clock,
    sinks: [recording.sink, store.apply],
    checkTimeoutMs: wanted.checkTimeoutMs,
    coolDownLimitMs: wanted.coolDownLimitMs,
    baselineLimitMs: wanted.baselineLimitMs,
  });
  let signalled = false;
  const viewer: Viewer = { stdin: io.stdin, stdout: io.stdout, ...capabilitiesOf(io.env, io.stdout.getColorDepth()) };
  const app = mountApp(viewer, {
    store,
    clock,
    send: session.send,
    quit: () => app.unmount(),
    isRecording: recording.isRecording,
    suspend: () => suspend(session, store),
  });
  const lose = (): void => {
    signalled = true;
    app.unmount();
  };
  const ignoreSignals = io.onSignal(lose);
  io.stdout.once('error', lose);
  try {
    await app.waitUntilExit();
    // A watch has no end of its own: quitting is how it ends.
    const cutShort = session.lastEnd() === null && wanted.job.kind !== 'watch';
    await session.close(signalled ? 'interrupted by a signal' : 'quit');
    const end = session.lastEnd() ?? (await session.firstEnd);
    const written = await giveAnswer(end, wanted.output, io);
    return exitCodeOf(end, cutShort || signalled || !written);
  } finally {
    app.unmount();
    ignoreSignals();
    io.stdout.off('error', lose);
    await session.close('quit');
  }
}

/**
 * Stops the program and comes back when it goes on. Load is paused first: arrivals that came due while the program stood
 * still would all be sent at once afterwards, each of them late by the generator's own doing.
 */
async function suspend(session: Session, store: Store): Promise<void> {
  const isPausable = (): boolean => ['warming', 'running'].includes(store.getState().run.state);
  const wasUnderWay = isPausable();
  if (wasUnderWay) {
    session.send({ kind: 'pause' });
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
  if (wasUnderWay) session.send({ kind: 'resume' });
}
