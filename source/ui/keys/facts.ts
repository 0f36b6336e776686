import type { ReplayStatus } from '../../model/replay.js';
import type { RunState } from '../../model/run.js';
import type { PaneId } from '../../model/screen.js';
import type { Moment } from '../../store/selectors/timeline.js';
import type { PaneSettings } from '../pane-settings.js';
import type { ViewerKind } from '../viewer.js';
import type { Keymap } from './keymap.js';
import type { Effect, Pressed, ScreenState } from './screen-state.js';

/** What decides about a key besides the screen. */
export type Facts = {
  readonly runState: RunState;
  /** False for a session that only watches. */
  readonly hasLoad: boolean;
  /** False where a search chooses the rate. */
  readonly hasPlan: boolean;
  /** The rate asked for now, per second; null while none is. */
  readonly ratePerSecond: number | null;
  /** Whether the plan stands still at it. */
  readonly isHeld: boolean;
  readonly panes: readonly PaneId[];
  /** `atMs` of the answer there is; null before there is one. */
  readonly answerAtMs: number | null;
  readonly nowMs: number;
  /** Why load keys are not for this viewer, as a sentence; null where they are. */
  readonly loadRefusal: string | null;
  /** Whether the load ends when this viewer leaves: then leaving is asked about first. */
  readonly quitEndsLoad: boolean;
  /** The past that can be walked to; null where none is kept. */
  readonly range: { readonly fromMs: number; readonly toMs: number } | null;
  /** Alerts and marks so far, oldest first. */
  readonly moments: readonly Moment[];
  /** Lines that can be scrolled past: of the help while it is open, else of the events. */
  readonly mostSkipped: number;
  /** Where phases begin, oldest first. */
  readonly phases: readonly { readonly atMs: number; readonly name: string }[];
  /** The recording that is played; null where the session is live. */
  readonly replay: ReplayStatus | null;
  /** Time as it passes for the viewer, whatever time is shown. */
  readonly tickMs: number;
  readonly keymap: Keymap;
  /** Who presses them. */
  readonly kind: ViewerKind;
  /** The names of all servers that these settings show, in their order. */
  readonly servers: (settings: PaneSettings) => readonly string[];
  /** Servers that wait for a person, or for the time at which they are tried again. */
  readonly waitingServers: readonly string[];
};

/** How long a notice stays. */
export const noticeMs = 4000;

/** Nothing for the world outside. */
export function stay(screen: ScreenState): Pressed {
  return { screen, effects: [] };
}

/** Something for the world outside. */
export function ask(screen: ScreenState, effect: Effect): Pressed {
  return { screen, effects: [effect] };
}

/** A sentence for a while. */
export function tell(screen: ScreenState, text: string, facts: Facts): Pressed {
  return stay({ ...screen, notice: { text, untilMs: facts.tickMs + noticeMs } });
}
