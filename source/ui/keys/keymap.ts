import { type PaneId, paneIds } from '../layout.js';

/** What a key can mean. `zoom-…` shows one pane alone. */
export type Action =
  | 'start'
  | 'pause'
  | 'cool-down'
  | 'accept'
  | 'faster'
  | 'slower'
  | 'set-rate'
  | 'hold'
  | 'stop'
  | 'abort'
  | 'freeze'
  | 'next-pane'
  | 'previous-pane'
  | 'zoom'
  | `zoom-${PaneId}`
  | 'back'
  | 'help'
  | 'suspend'
  | 'quit'
  | 'interrupt';

export type KeyGroup = 'load' | 'view' | 'program';

/** One binding: the source of what keys do, of the help, of the hints and of the reference. */
export type Binding = {
  readonly action: Action;
  /** Strokes as `strokesOf` names them. */
  readonly strokes: readonly string[];
  /** How the strokes are written for people. */
  readonly label: string;
  readonly group: KeyGroup;
  /** What it does, as a short sentence without a full stop. */
  readonly help: string;
  /** One or two words for the hint bar; null keeps it out. */
  readonly hint: string | null;
};

/**
 * Every key. What changes the load is an upper-case letter or a symbol, so that no slip of a finger on a shared screen
 * does; what changes the view is lower case. No key is one that tmux, zellij or flow control takes.
 */
export const bindings: readonly Binding[] = [
  {
    action: 'start',
    strokes: ['S'],
    label: 'S',
    group: 'load',
    help: 'Start the load, or start it again',
    hint: 'start',
  },
  { action: 'pause', strokes: ['P'], label: 'P', group: 'load', help: 'Pause the load, or resume it', hint: 'pause' },
  {
    action: 'cool-down',
    strokes: ['C'],
    label: 'C',
    group: 'load',
    help: 'Cool down: send nothing more, wait until all is at rest',
    hint: 'cool',
  },
  {
    action: 'accept',
    strokes: ['A'],
    label: 'A',
    group: 'load',
    help: 'Accept what the search knows now as its answer, and go on',
    hint: null,
  },
  { action: 'stop', strokes: ['X'], label: 'X', group: 'load', help: 'Stop the load now (asks first)', hint: 'stop' },
  {
    action: 'abort',
    strokes: ['!'],
    label: '!',
    group: 'load',
    help: 'Abort at once: nothing in flight is waited for (asks first)',
    hint: null,
  },
  { action: 'faster', strokes: ['+'], label: '+', group: 'load', help: 'Raise the rate by 5 %', hint: null },
  { action: 'slower', strokes: ['-'], label: '-', group: 'load', help: 'Lower the rate by 5 %', hint: null },
  {
    action: 'set-rate',
    strokes: ['='],
    label: '=',
    group: 'load',
    help: 'Set the rate: 900, 1200/min, +10%, -50',
    hint: null,
  },
  {
    action: 'hold',
    strokes: ['H'],
    label: 'H',
    group: 'load',
    help: 'Hold the present rate, or let the plan go on from there',
    hint: 'hold',
  },
  {
    action: 'freeze',
    strokes: ['space'],
    label: 'space',
    group: 'view',
    help: 'Freeze the display, or go back to live; recording goes on',
    hint: 'freeze',
  },
  { action: 'next-pane', strokes: ['tab'], label: 'tab', group: 'view', help: 'Go to the next pane', hint: null },
  {
    action: 'previous-pane',
    strokes: ['shift-tab'],
    label: 'shift-tab',
    group: 'view',
    help: 'Go to the pane before',
    hint: null,
  },
  {
    action: 'zoom',
    strokes: ['enter'],
    label: 'enter',
    group: 'view',
    help: 'Show the pane gone to alone, or all again',
    hint: null,
  },
  ...paneIds.map(
    (pane, index): Binding => ({
      action: `zoom-${pane}`,
      strokes: [String(index + 1)],
      label: String(index + 1),
      group: 'view',
      help: `Show ${pane} alone, or all again`,
      hint: null,
    }),
  ),
  {
    action: 'back',
    strokes: ['escape'],
    label: 'esc',
    group: 'view',
    help: 'Go back: close what is open, show all panes',
    hint: null,
  },
  { action: 'help', strokes: ['?'], label: '?', group: 'program', help: 'Show or hide this help', hint: 'help' },
  {
    action: 'suspend',
    strokes: ['ctrl-z'],
    label: 'ctrl-z',
    group: 'program',
    help: 'Suspend the program; fg brings it back',
    hint: null,
  },
  {
    action: 'quit',
    strokes: ['q'],
    label: 'q',
    group: 'program',
    help: 'Quit (asks first while load is under way)',
    hint: 'quit',
  },
  { action: 'interrupt', strokes: ['ctrl-c'], label: 'ctrl-c', group: 'program', help: 'Quit at once', hint: null },
];

const actionOf = new Map(bindings.flatMap(({ action, strokes }) => strokes.map((stroke) => [stroke, action] as const)));

/** The action of a stroke; null when it has none. */
export function actionFor(stroke: string): Action | null {
  return actionOf.get(stroke) ?? null;
}

/** Lower-case letters that somebody may press who means a load key, and that key's binding. */
export function missedLoadKey(stroke: string): Binding | null {
  const upper = stroke.toUpperCase();
  if (upper === stroke) return null;
  return bindings.find((binding) => binding.group === 'load' && binding.strokes.includes(upper)) ?? null;
}
