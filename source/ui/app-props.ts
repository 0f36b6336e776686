import type { ReplayCommand, ReplayStatus } from '../model/replay.js';
import type { RunCommand } from '../model/run.js';
import type { History } from '../store/history.js';
import type { Moment } from '../store/selectors/timeline.js';
import type { SessionView } from '../store/state.js';
import type { Store } from '../store/store.js';
import type { Clock } from '../time/clock.js';
import type { AskUser } from './ask.js';
import type { Picture } from './display/picture.js';
import type { Keymap } from './keys/keymap.js';
import type { Beginning } from './keys/screen-state.js';
import type { ViewerKind } from './viewer.js';

/** What the screen needs of its session. */
export type AppProps = {
  readonly store: Store;
  /** The session's clock: `nowMs` counts from the session's start, like every event's `atMs`. A replay has one of its own. */
  readonly clock: Clock;
  readonly send: (command: RunCommand) => void;
  /** Asked for once by q (and y), ctrl-c: ends the session and unmounts. */
  readonly quit: () => void;
  /** Whether the viewer may steer the load; by default it may. */
  readonly kind?: ViewerKind;
  /** The past to walk through; without it there is none. */
  readonly history?: History;
  /** The recording that is played, in place of a live session: it is moved by the keys of time. */
  readonly replay?: ReplayPort;
  /** Writes a mark into the session's log. */
  readonly mark?: (text: string) => void;
  /** The servers that are watched: one that waits is tried again, and every core of one is told. */
  readonly fleet?: {
    readonly retry: (server: string) => void;
    readonly showCores: (server: string | null) => void;
  };
  /** Keeps a picture of the screen, and says where. */
  readonly keepPicture?: (picture: Picture) => Promise<string>;
  /** Keeps what plimsoll measured of its own work, and says where. */
  readonly keepMetrics?: () => Promise<string>;
  /** Whether the session is being recorded right now; asked once a frame. */
  readonly isRecording?: () => boolean;
  /** Stops the program and comes back when it goes on (ctrl-z); without it ctrl-z does nothing. */
  readonly suspend?: () => Promise<void>;
  /** Store changes drawn a second, at most. Keys are drawn at once. */
  readonly framesPerSecond?: number;
  readonly keymap?: Keymap;
  /** What the viewer wants to begin with. */
  readonly begin?: Beginning;
  /** Whether the load ends when this viewer quits, so that quitting is asked about first; by default where it may be steered. */
  readonly quitEndsLoad?: boolean;
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
  /** Asks whoever sits at the terminal, in front of everything else. */
  readonly ask: AskUser;
};

/** What the screen needs of a replay. */
export type ReplayPort = {
  /** The same object as long as nothing of it changes. */
  readonly status: () => ReplayStatus;
  readonly command: (command: ReplayCommand) => void;
  /** The whole recording, as far as it is known. */
  readonly overview: () => {
    readonly view: SessionView;
    readonly nowMs: number;
    readonly moments: readonly Moment[];
  };
  /** Calls back once a time that was awaited is there. */
  readonly onArrival?: (listener: () => void) => void;
  /** Time as it passes for the viewer, in ms. */
  readonly tickMs: () => number;
};
