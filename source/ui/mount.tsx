import { type Instance, render } from 'ink';
import type { ReactElement } from 'react';
import { App, type AppProps } from './app.js';
import { lookOf, sizeOf, type Viewer } from './viewer.js';

/** A screen that is up. */
export type MountedApp = {
  /** Takes the screen down and gives the terminal back as it was. Twice is harmless. */
  readonly unmount: () => void;
  /** Resolves once the screen is down and everything is written; rejects with the error that took it down. */
  readonly waitUntilExit: () => Promise<void>;
  /** Resolves once what is drawn so far has reached the viewer. */
  readonly flush: () => Promise<void>;
};

/**
 * Puts the screen up for one viewer, on the terminal's alternate screen. `interactive` is said outright because Ink
 * would otherwise turn itself off where an environment variable named CI exists.
 */
export function mountApp(viewer: Viewer, props: AppProps): MountedApp {
  const look = lookOf(viewer);
  const app = (): ReactElement => <App {...props} size={sizeOf(viewer)} look={look} />;
  let instance: Instance | null = null;
  // Ahead of Ink's own listener: the tree has its new size before Ink draws, so no frame is ever taller than the screen.
  const resize = (): void => instance?.rerender(app());
  viewer.stdout.prependListener('resize', resize);
  instance = render(app(), {
    stdout: viewer.stdout,
    stdin: viewer.stdin,
    alternateScreen: true,
    incrementalRendering: true,
    interactive: true,
    patchConsole: false,
    exitOnCtrlC: false,
    maxFps: 30,
  });
  const mounted = instance;
  const end = (): void => {
    viewer.stdout.removeListener('resize', resize);
  };
  return {
    unmount() {
      end();
      mounted.unmount();
    },
    async waitUntilExit() {
      try {
        await mounted.waitUntilExit();
      } finally {
        end();
      }
    },
    flush: () => mounted.waitUntilRenderFlush(),
  };
}
