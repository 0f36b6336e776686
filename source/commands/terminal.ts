import type { SessionHead } from '../model/events.js';
import type { ExitCode } from '../model/exit-code.js';
import { startSession } from '../session/session.js';
import { createStore } from '../store/store.js';
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
  });
  let signalled = false;
  const viewer: Viewer = { stdin: io.stdin, stdout: io.stdout, ...capabilitiesOf(io.env, io.stdout.getColorDepth()) };
  const app = mountApp(viewer, {
    store,
    clock,
    send: session.send,
    quit: () => app.unmount(),
    isRecording: recording.isRecording,
    // SIGSTOP, because a SIGTSTP that a process sends to itself is dropped when its group is orphaned.
    suspend: async () => {
      process.kill(process.pid, 'SIGSTOP');
    },
  });
  const ignoreSignals = io.onSignal(() => {
    signalled = true;
    app.unmount();
  });
  try {
    await app.waitUntilExit();
    const cutShort = session.lastEnd() === null;
    await session.close(signalled ? 'interrupted by a signal' : 'quit');
    const end = session.lastEnd() ?? (await session.firstEnd);
    const written = giveAnswer(end, wanted.output, io);
    return exitCodeOf(end, cutShort || signalled || !written);
  } finally {
    app.unmount();
    ignoreSignals();
  }
}
