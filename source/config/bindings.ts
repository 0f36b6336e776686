import { paneIds } from '../model/screen.js';

export type KeyGroup = 'load' | 'time' | 'view' | 'program';

/** One binding: the source of what keys do, of the help, of the hints and of the reference. */
type Bound<Group extends KeyGroup, Name extends string> = {
  readonly action: Name;
  /** Strokes as `strokesOf` names them. */
  readonly strokes: readonly string[];
  /** How the strokes are written for people. */
  readonly label: string;
  readonly group: Group;
  /** What it does, as a short sentence without a full stop. */
  readonly help: string;
  /** One or two words for the hint bar; null keeps it out. */
  readonly hint: string | null;
};

function bind<Group extends KeyGroup, Name extends string>(
  group: Group,
  action: Name,
  strokes: string | readonly string[],
  help: string,
  hint: string | null = null,
  label: string | null = null,
): Bound<Group, Name> {
  const all = typeof strokes === 'string' ? [strokes] : strokes;
  return { action, strokes: all, label: label ?? all[0] ?? '', group, help, hint };
}

/**
 * Every key. What changes the load is an upper-case letter or a symbol of its own, so that no slip of a finger on a shared
 * screen does; what changes the view is lower case, a key without a letter, or a symbol that other monitors use for the
 * same. No key is one that tmux, zellij or flow control takes.
 */
export const bindings = [
  bind('load', 'start', 'S', 'Start the load, or start it again', 'start'),
  bind('load', 'pause', 'P', 'Pause the load, or resume it', 'pause'),
  bind('load', 'cool-down', 'C', 'Cool down: send nothing more, wait until all is at rest', 'cool'),
  bind('load', 'accept', 'A', 'Accept what the search knows now as its answer, and go on', 'accept'),
  bind('load', 'stop', 'X', 'Stop the load now (asks first)', 'stop'),
  bind('load', 'abort', '!', 'Abort at once: nothing in flight is waited for (asks first)'),
  bind('load', 'faster', '+', 'Raise the rate by 5 %'),
  bind('load', 'slower', '-', 'Lower the rate by 5 %'),
  bind('load', 'set-rate', '=', 'Set the rate: 900, 1200/min, +10%, -50'),
  bind('load', 'hold', 'H', 'Hold the present rate, or let the plan go on from there', 'hold'),
  bind('load', 'reset-circuits', 'R', 'Close every circuit, and try at once what waits'),
  bind('load', 'acknowledge', 'K', 'Acknowledge the most urgent alert, with a note'),
  bind('load', 'silence', 'Z', 'Silence the most urgent alert for a time'),

  bind('time', 'freeze', 'space', 'Freeze the display, or go back to live; play a replay', 'freeze'),
  bind('time', 'earlier', ['left', ','], 'Go back a second, in a live run too; a step of a replay', 'time', '← ,'),
  bind('time', 'later', ['right', '.'], 'Go on a second', null, '→ .'),
  bind('time', 'much-earlier', ['shift-left', '<'], 'Go back 30 seconds', null, 'shift-← <'),
  bind('time', 'much-later', ['shift-right', '>'], 'Go on 30 seconds', null, 'shift-→ >'),
  bind('time', 'to-start', 'home', 'Go to the earliest moment that is kept'),
  bind('time', 'to-live', 'end', 'Go back to live, or to the end of a replay: there it follows'),
  bind('time', 'next-alert', 'n', 'Go to the next alert or mark'),
  bind('time', 'previous-alert', 'b', 'Go to the alert or mark before', 'alert'),
  bind('time', 'next-mark', "'", 'Go to the next mark'),
  bind('time', 'previous-mark', '"', 'Go to the mark before'),
  bind('time', 'next-phase', ')', 'Go to where the next phase begins'),
  bind('time', 'previous-phase', '(', 'Go to where this phase began, or the one before'),
  bind('time', 'faster-replay', '}', 'Play a replay twice as fast, up to 64x'),
  bind('time', 'slower-replay', '{', 'Play a replay half as fast, down to 0.25x'),
  bind('time', 'mark', 'm', 'Set a mark with a note, here and now'),

  bind('view', 'next-pane', 'tab', 'Go to the next pane'),
  bind('view', 'previous-pane', 'shift-tab', 'Go to the pane before'),
  bind('view', 'zoom', ['enter', 'z'], 'Show the pane gone to alone, or all again', null, 'enter z'),
  ...paneIds.map((pane, index) =>
    bind('view', `zoom-${pane}` as const, String((index + 1) % 10), `Show ${pane} alone, or all again`),
  ),
  bind('view', 'hide', 'd', 'Hide the pane gone to; esc shows all hidden ones again'),
  bind('view', 'preset', 'v', 'Show another set of panes'),
  bind('view', 'up', ['up', 'k'], 'Scroll up; in servers: select the one before', null, '↑ k'),
  bind(
    'view',
    'down',
    ['down', 'j'],
    'Scroll down; in servers: select the next one, which is told in full',
    null,
    '↓ j',
  ),
  bind('view', 'page-up', 'page-up', 'Scroll up a page'),
  bind('view', 'page-down', 'page-down', 'Scroll down a page'),
  bind('view', 'filter', '/', 'Show only lines of the pane gone to that have these words; !word: that have it not'),
  bind('view', 'order', 'o', 'Sort servers by another column'),
  bind('view', 'reverse', 'i', 'Sort the other way round'),
  bind('view', 'narrower', '[', 'Charts: less time in a column'),
  bind('view', 'wider', ']', 'Charts: more time in a column'),
  bind('view', 'theme', 't', 'Other colours: default, okabe-ito, mono'),
  bind('view', 'glyphs', 'g', 'Other glyphs: block, braille, ascii'),
  bind('view', 'back', 'escape', 'Go back: close what is open, show all panes', null, 'esc'),

  bind('program', 'retry', 'r', 'Log in again to the server selected; without one, to all that wait'),
  bind('program', 'palette', ':', 'Open the palette: every command by its name', 'command'),
  bind('program', 'help', ['?', 'f1'], 'Show or hide this help', 'help'),
  bind('program', 'screenshot', 'w', 'Write what is on the screen to a text file and an SVG'),
  bind('program', 'copy', 'y', 'Copy the pane gone to, or the whole screen, to the clipboard'),
  bind('program', 'mouse', 'e', 'Mouse on (click a pane, scroll) or off (select text)'),
  bind('program', 'redraw', ['ctrl-l', 'ctrl-r'], 'Draw the whole screen anew', null, 'ctrl-l'),
  bind('program', 'suspend', 'ctrl-z', 'Suspend the program; fg brings it back'),
  bind('program', 'quit', 'q', 'Quit (asks first while load is under way)', 'quit'),
  bind('program', 'interrupt', 'ctrl-c', 'Quit at once'),
];

/** One line of the table. */
export type Binding = (typeof bindings)[number];

/** What a key can mean. `zoom-…` shows one pane alone. */
export type Action = Binding['action'];

/** What the keys of one group can mean. */
export type ActionOf<Group extends KeyGroup> = Extract<Binding, { readonly group: Group }>['action'];
