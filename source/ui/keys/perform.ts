import type { Action, ActionOf } from '../../config/bindings.js';
import { isLoadActive } from '../../model/load-active.js';
import { ask, type Facts, stay, tell } from './facts.js';
import { bindingOf } from './keymap.js';
import { performLoad, question } from './load-keys.js';
import type { Pressed, ScreenState } from './screen-state.js';
import { retryServers } from './server-keys.js';
import { performTime } from './time-keys.js';
import { noTyping } from './typing.js';
import { performView } from './view-keys.js';

/** Carries out an action, by whatever key or command it was asked for. */
export function perform(screen: ScreenState, action: Action, facts: Facts): Pressed {
  const binding = bindingOf(action);
  switch (binding.group) {
    case 'load':
      return performLoad(screen, binding.action, facts);
    case 'time':
      return performTime(screen, binding.action, facts);
    case 'view':
      return performView(screen, binding.action, facts);
    case 'program':
      return performProgram(screen, binding.action, facts);
  }
}

function performProgram(screen: ScreenState, action: ActionOf<'program'>, facts: Facts): Pressed {
  switch (action) {
    case 'palette':
      return stay({ ...screen, help: false, palette: { typing: noTyping, fault: null } });
    case 'help':
      // The help is scrolled by the same keys, from its own beginning.
      return stay({ ...screen, help: !screen.help, settings: { ...screen.settings, skipped: {} } });
    case 'mouse': {
      const isMouseOn = !screen.isMouseOn;
      return tell({ ...screen, isMouseOn }, isMouseOn ? 'mouse on' : 'mouse off: text can be selected', facts);
    }
    case 'retry':
      return retryServers(screen, facts);
    case 'screenshot':
    case 'copy':
    case 'redraw':
    case 'suspend':
      return ask(screen, { kind: action });
    case 'quit':
      if (isLoadActive(facts.runState) && facts.quitEndsLoad) return question(screen, { kind: 'quit' });
      return ask(screen, { kind: 'quit' });
    case 'interrupt':
      return ask(screen, { kind: 'quit' });
  }
}
