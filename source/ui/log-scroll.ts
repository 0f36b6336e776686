import type { LogLine } from '../store/log-state.js';
import { selectLog } from '../store/selectors/log.js';
import type { SessionView } from '../store/state.js';
import { filterLog } from './filter.js';
import type { ScreenState } from './keys/screen-state.js';
import type { ScreenTile } from './screen.js';

/** The log as a viewer has filtered it, newest first. */
function linesOf(view: SessionView, { settings }: ScreenState): readonly LogLine[] {
  return filterLog(selectLog(view), settings.filters.events ?? '').lines;
}

/** Lines of the log that the events pane, as it is shown, has no room for. */
export function hiddenEvents(view: SessionView, screen: ScreenState, tiles: readonly ScreenTile[]): number {
  const height = tiles.find(({ pane }) => pane === 'events')?.lines.length ?? 2;
  return Math.max(0, linesOf(view, screen).length - Math.max(0, height - 2));
}

/** Scrolls the log on by what has come since the last call, where somebody reads older lines: those stay in their place. */
export function createLogHolder(): (view: SessionView, screen: ScreenState) => ScreenState {
  let newest: LogLine | undefined;
  return (view, screen) => {
    const lines = linesOf(view, screen);
    const came = newest === undefined ? 0 : lines.indexOf(newest);
    newest = lines[0];
    const { settings } = screen;
    const skipped = settings.skipped.events ?? 0;
    if (came <= 0 || skipped === 0 || screen.help) return screen;
    return { ...screen, settings: { ...settings, skipped: { ...settings.skipped, events: skipped + came } } };
  };
}
