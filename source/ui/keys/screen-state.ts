import type { RateChange } from '../../model/rate-change.js';
import type { ReplayCommand } from '../../model/replay.js';
import type { RunCommand } from '../../model/run.js';
import { type PaneId, type PresetName, paneIds, type ThemeName } from '../../model/screen.js';
import type { Glyphs } from '../glyphs.js';
import { type PaneSettings, plainSettings } from '../pane-settings.js';
import type { RatePrompt } from './rate-prompt.js';
import type { Typing } from './typing.js';

/** What is asked and waits for y or n. */
export type Question =
  | { readonly kind: 'stop' }
  | { readonly kind: 'abort' }
  | { readonly kind: 'quit' }
  /** Whether a large change of the rate is meant; rates per second, null where not known. */
  | {
      readonly kind: 'rate';
      readonly change: RateChange;
      readonly fromPerSecond: number | null;
      readonly toPerSecond: number | null;
    };

/** The palette while it is open. */
export type PaletteState = {
  readonly typing: Typing;
  /** What is wrong with what was entered; null while nothing is known to be. */
  readonly fault: string | null;
};

/** What the user has done to the view: nothing of the session itself. */
export type ScreenState = {
  readonly frozen: boolean;
  /** The time looked at while frozen, as the user walked to it; null where the display just stands. */
  readonly atMs: number | null;
  /** The alert, mark or phase of a replay last gone to, and when, on the viewer's own clock; null before any. */
  readonly wentTo: { readonly atMs: number; readonly tickMs: number } | null;
  readonly help: boolean;
  readonly focus: PaneId | null;
  readonly zoom: PaneId | null;
  readonly hidden: readonly PaneId[];
  readonly preset: PresetName;
  readonly settings: PaneSettings;
  readonly question: Question | null;
  /** The rate being typed; null while none is. */
  readonly prompt: RatePrompt | null;
  readonly palette: PaletteState | null;
  /** What was entered in the palette, oldest first. */
  readonly entered: readonly string[];
  /** A sentence shown for a while; `untilMs` on the viewer's own clock. */
  readonly notice: { readonly text: string; readonly untilMs: number } | null;
  /** `atMs` of the answer whose banner was closed; null when none was. */
  readonly closedAnswerMs: number | null;
  readonly theme: ThemeName | null;
  readonly glyphs: Glyphs['name'] | null;
  readonly isMouseOn: boolean;
};

export const initialScreen: ScreenState = {
  frozen: false,
  atMs: null,
  wentTo: null,
  help: false,
  focus: null,
  zoom: null,
  hidden: [],
  preset: 'all',
  settings: plainSettings,
  question: null,
  prompt: null,
  palette: null,
  entered: [],
  notice: null,
  closedAnswerMs: null,
  theme: null,
  glyphs: null,
  isMouseOn: false,
};

/** What a viewer may want to begin with. */
export type Beginning = Partial<Pick<ScreenState, 'theme' | 'glyphs' | 'preset' | 'isMouseOn'>> & {
  /** Shown in place of the preset's; empty: those. */
  readonly panes?: readonly PaneId[];
};

/** The screen before any key. */
export function screenAtFirst({ panes = [], ...wanted }: Beginning = {}): ScreenState {
  const { theme, glyphs, preset, isMouseOn } = { ...initialScreen, ...wanted };
  if (panes.length === 0) return { ...initialScreen, theme, glyphs, preset, isMouseOn };
  const hidden = paneIds.filter((pane) => !panes.includes(pane));
  return { ...initialScreen, theme, glyphs, hidden, isMouseOn };
}

/** What a key asks of the world outside of the screen. */
export type Effect =
  | { readonly kind: 'send'; readonly command: RunCommand }
  | { readonly kind: 'replay'; readonly command: ReplayCommand }
  /** A mark in the session's log. */
  | { readonly kind: 'mark'; readonly text: string }
  /** Every core of this server is told from now on, and of no other; null for none. */
  | { readonly kind: 'show-cores'; readonly server: string | null }
  | { readonly kind: 'retry'; readonly servers: readonly string[] }
  | { readonly kind: 'screenshot' }
  /** What plimsoll measured of its own work, as a file. */
  | { readonly kind: 'metrics' }
  | { readonly kind: 'copy' }
  | { readonly kind: 'redraw' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'suspend' };

export type Pressed = { readonly screen: ScreenState; readonly effects: readonly Effect[] };
