import type { ColourChoice } from '../model/screen.js';
import type { Clock } from '../time/clock.js';
import type { MountedApp } from '../ui/app-props.js';
import { capabilitiesOf, type Viewer } from '../ui/viewer.js';
import type { Io } from './io.js';
import { openTerminalOutput } from './terminal-output.js';

/** A screen on the terminal of the process. */
export type HeldTerminal = {
  readonly app: MountedApp;
  /** Whether a signal, or the loss of the terminal, took the screen down. */
  readonly wasLost: () => boolean;
  /** Takes the screen down where it still is up, and lets go of everything. Twice is harmless. */
  readonly release: () => void;
};

/** Puts a screen up by `mount`, and takes it down again whatever ends the program. */
export function holdTerminal(
  io: Io,
  clock: Clock,
  colours: ColourChoice,
  mount: (viewer: Viewer) => MountedApp,
): HeldTerminal {
  let isLost = false;
  const lose = (): void => {
    isLost = true;
    app.unmount();
  };
  const output = openTerminalOutput(io.stdout, clock, lose);
  const depth = io.stdout.getColorDepth(io.env);
  const app = mount({ stdin: io.stdin, ...output, ...capabilitiesOf(io.env, depth, colours) });
  const ignoreSignals = io.onSignal(lose);
  io.stdout.once('error', lose);
  // What ends the process without asking anybody must not leave the terminal behind as it is; the trace comes after.
  const restore = (): void => app.restoreNow();
  process.once('exit', restore).once('uncaughtExceptionMonitor', restore);
  // Not once: a listener that is taken away before it is called leaves the signal to others, who end the process by it.
  process.on('SIGQUIT', lose);
  return {
    app,
    wasLost: () => isLost,
    release() {
      app.unmount();
      ignoreSignals();
      io.stdout.off('error', lose);
      process.off('exit', restore).off('uncaughtExceptionMonitor', restore).off('SIGQUIT', lose);
      output.close();
    },
  };
}
