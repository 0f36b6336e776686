import type { ActionOf } from '../../config/bindings.js';
import { glyphNames, type PaneId, presetNames, themeNames } from '../../model/screen.js';
import { columnLengths, serverOrders } from '../pane-settings.js';
import { presetPanes } from '../presets.js';
import { type Facts, stay, tell } from './facts.js';
import type { Pressed, ScreenState } from './screen-state.js';
import { moveSelection, selectServer } from './server-keys.js';
import { noTyping } from './typing.js';

const pageLines = 10;

/** Carries out a key of the view. */
export function performView(screen: ScreenState, action: ActionOf<'view'>, facts: Facts): Pressed {
  const { settings } = screen;
  switch (action) {
    case 'next-pane':
      return stay(moveFocus(screen, 1, shownOf(screen, facts)));
    case 'previous-pane':
      return stay(moveFocus(screen, -1, shownOf(screen, facts)));
    case 'zoom':
      return zoomOrClose(screen, facts);
    case 'hide':
      return hidePane(screen, screen.focus, facts);
    case 'preset':
      return stay({ ...screen, preset: after(presetNames, screen.preset), zoom: null });
    case 'up':
      return move(screen, -1, facts);
    case 'down':
      return move(screen, 1, facts);
    case 'page-up':
      return move(screen, -pageLines, facts);
    case 'page-down':
      return move(screen, pageLines, facts);
    case 'filter':
      return stay({ ...screen, help: false, palette: { typing: { ...noTyping, text: 'filter ' }, fault: null } });
    case 'order': {
      const serverOrder = after(serverOrders, settings.serverOrder);
      return tell({ ...screen, settings: { ...settings, serverOrder } }, `servers by ${serverOrder}`, facts);
    }
    case 'reverse':
      return stay({ ...screen, settings: { ...settings, isReversed: !settings.isReversed } });
    case 'narrower':
    case 'wider': {
      const at = columnLengths.indexOf(settings.columnSeconds) + (action === 'wider' ? 1 : -1);
      const columnSeconds = columnLengths[at] ?? settings.columnSeconds;
      return tell({ ...screen, settings: { ...settings, columnSeconds } }, `${columnSeconds} s in a column`, facts);
    }
    case 'theme': {
      const theme = after(themeNames, screen.theme ?? 'default');
      return tell({ ...screen, theme }, `theme ${theme}`, facts);
    }
    case 'glyphs': {
      const glyphs = after(glyphNames, screen.glyphs ?? 'block');
      return tell({ ...screen, glyphs }, `glyphs ${glyphs}`, facts);
    }
    case 'back':
      // What is selected is the innermost of what can be open, but for what lies over the panes.
      if (settings.selectedServer !== null && !screen.help && !isAnswerShown(screen, facts.answerAtMs)) {
        return selectServer(screen, null);
      }
      return stay(back(screen, facts));
    default:
      return zoomPane(screen, action.slice('zoom-'.length) as PaneId, facts);
  }
}

/** Shows a pane alone, or all again. */
export function zoomPane(screen: ScreenState, pane: PaneId, facts: Facts): Pressed {
  if (!facts.panes.includes(pane)) return tell(screen, `this session has no ${pane} pane`, facts);
  return stay({ ...screen, help: false, focus: pane, zoom: screen.zoom === pane ? null : pane });
}

/** Hides a pane; the last one stays. */
export function hidePane(screen: ScreenState, pane: PaneId | null, facts: Facts): Pressed {
  if (pane === null) return tell(screen, 'no pane is gone to: tab goes to one', facts);
  const left = facts.panes.filter((one) => one !== pane && !screen.hidden.includes(one));
  if (left.length === 0) return tell(screen, 'the last pane stays', facts);
  return tell(
    { ...screen, hidden: [...screen.hidden, pane], focus: null, zoom: null },
    `${pane} is hidden: esc shows it again`,
    facts,
  );
}

/** Whether the banner of an answer is to be seen. */
export function isAnswerShown(screen: ScreenState, answerAtMs: number | null): boolean {
  return answerAtMs !== null && screen.closedAnswerMs !== answerAtMs;
}

/** Scrolls the pane gone to; without one, the events. Never beyond their last line, from where every way back would be longer. */
export function scroll(
  screen: ScreenState,
  by: number,
  { mostSkipped }: Facts,
  pane: PaneId | null = screen.focus,
): ScreenState {
  const at = pane ?? 'events';
  const { settings } = screen;
  const skipped = Math.max(0, Math.min(mostSkipped, (settings.skipped[at] ?? 0) + by));
  return { ...screen, settings: { ...settings, skipped: { ...settings.skipped, [at]: skipped } } };
}

/** In the servers pane the keys that scroll select, and the pane scrolls with the selection. */
function move(screen: ScreenState, by: number, facts: Facts): Pressed {
  if (screen.focus === 'servers' && !screen.help) return moveSelection(screen, by, facts);
  return stay(scroll(screen, by, facts));
}

function after<Name>(names: readonly Name[], name: Name): Name {
  return names[(names.indexOf(name) + 1) % names.length] ?? name;
}

/** Enter closes the banner of an answer first: it is what is in front. */
function zoomOrClose(screen: ScreenState, facts: Facts): Pressed {
  if (isAnswerShown(screen, facts.answerAtMs)) return stay({ ...screen, closedAnswerMs: facts.answerAtMs });
  if (screen.focus === null) return stay(screen);
  return zoomPane(screen, screen.focus, facts);
}

/** Closes one thing: help, the answer, the zoom, the scrolling, the filter, the focus, what is hidden, the preset. */
function back(screen: ScreenState, facts: Facts): ScreenState {
  const { settings, focus } = screen;
  if (screen.help) return { ...screen, help: false };
  if (isAnswerShown(screen, facts.answerAtMs)) return { ...screen, closedAnswerMs: facts.answerAtMs };
  if (screen.zoom !== null) return { ...screen, zoom: null };
  const at = focus ?? 'events';
  if ((settings.skipped[at] ?? 0) > 0) return { ...screen, settings: { ...settings, skipped: {} } };
  if ((settings.filters[at] ?? '') !== '') return { ...screen, settings: { ...settings, filters: {} } };
  if (focus !== null) return { ...screen, focus: null };
  if (screen.hidden.length > 0) return { ...screen, hidden: [] };
  return { ...screen, preset: 'all' };
}

/** The panes that are not hidden and belong to the preset: only they can be gone to by tab. */
function shownOf(screen: ScreenState, facts: Facts): readonly PaneId[] {
  const wanted = presetPanes[screen.preset];
  return facts.panes.filter((pane) => wanted.includes(pane) && !screen.hidden.includes(pane));
}

/** While a pane is zoomed, moving the focus moves the zoom with it. */
function moveFocus(screen: ScreenState, by: 1 | -1, panes: readonly PaneId[]): ScreenState {
  if (panes.length === 0) return screen;
  const at = screen.focus === null ? -1 : panes.indexOf(screen.focus);
  const next = at === -1 ? (by === 1 ? 0 : panes.length - 1) : (at + by + panes.length) % panes.length;
  const focus = panes[next] ?? null;
  return { ...screen, focus, zoom: screen.zoom === null ? null : focus };
}
