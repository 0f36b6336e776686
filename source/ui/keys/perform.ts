import { isLoadActive } from '../../store/state.js';
import type { PaneId } from '../layout.js';
import type { Action } from './bindings.js';
import { ask, type Facts, stay, tell } from './facts.js';
import { performLoad, question } from './load-keys.js';
import type { Pressed, ScreenState } from './screen-state.js';
import { performTime } from './time-keys.js';
import { noTyping } from './typing.js';
import { performView, zoomPane } from './view-keys.js';

/** Carries out an action, by whatever key or command it was asked for. */
export function perform(screen: ScreenState, action: Action, facts: Facts): Pressed {
  switch (action) {
    case 'start':
    case 'pause':
    case 'cool-down':
    case 'accept':
    case 'faster':
    case 'slower':
    case 'set-rate':
    case 'hold':
    case 'stop':
    case 'abort':
      return performLoad(screen, action, facts);
    case 'freeze':
    case 'earlier':
    case 'later':
    case 'much-earlier':
    case 'much-later':
    case 'to-start':
    case 'to-live':
    case 'next-alert':
    case 'previous-alert':
      return performTime(screen, action, facts);
    case 'next-pane':
    case 'previous-pane':
    case 'zoom':
    case 'hide':
    case 'preset':
    case 'up':
    case 'down':
    case 'page-up':
    case 'page-down':
    case 'filter':
    case 'order':
    case 'reverse':
    case 'narrower':
    case 'wider':
    case 'theme':
    case 'glyphs':
    case 'back':
      return performView(screen, action, facts);
    case 'mark':
      return stay({ ...screen, help: false, palette: { typing: { ...noTyping, text: 'mark ' }, fault: null } });
    case 'palette':
      return stay({ ...screen, help: false, palette: { typing: noTyping, fault: null } });
    case 'help':
      // The help is scrolled by the same keys, from its own beginning.
      return stay({ ...screen, help: !screen.help, settings: { ...screen.settings, skipped: {} } });
    case 'mouse': {
      const isMouseOn = !screen.isMouseOn;
      return tell({ ...screen, isMouseOn }, isMouseOn ? 'mouse on' : 'mouse off: text can be selected', facts);
    }
    case 'screenshot':
    case 'copy':
    case 'redraw':
    case 'suspend':
      return ask(screen, { kind: action });
    case 'quit':
      if (isLoadActive(facts.runState) && facts.loadRefusal === null) return question(screen, { kind: 'quit' });
      return ask(screen, { kind: 'quit' });
    case 'interrupt':
      return ask(screen, { kind: 'quit' });
    default:
      return zoomPane(screen, action.slice('zoom-'.length) as PaneId, facts);
  }
}
