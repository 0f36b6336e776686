import type { Action } from '../../config/bindings.js';
import { readSpan } from '../../config/quantities.js';
import { readRateChange } from '../../config/rate-change.js';
import { readSessionTime } from '../../config/session-time.js';
import { replaySpeeds } from '../../model/replay.js';
import type { RunCommand } from '../../model/run.js';
import { glyphNames, type PaneId, paneIds, presetNames, themeNames } from '../../model/screen.js';
import { columnLengths, plainSettings, serverOrders } from '../pane-settings.js';
import { ask, type Facts, stay, tell } from './facts.js';
import { changeRate } from './load-keys.js';
import { perform } from './perform.js';
import type { Pressed, ScreenState } from './screen-state.js';
import { selectServer } from './server-keys.js';
import { goTo, noMarkInReplay } from './time-keys.js';
import { hidePane } from './view-keys.js';

/** What came of a command: done, or what is wrong with it in a sentence. */
export type Ran =
  | { readonly kind: 'done'; readonly pressed: Pressed }
  | { readonly kind: 'faulty'; readonly fault: string };

/** One command of the palette: its name is that of the command line, of the control API and of the key's action. */
export type Verb = {
  readonly name: string;
  /** What stands behind it; empty where nothing does. */
  readonly argument: string;
  readonly help: string;
  /** What the argument can be; null where it is free text, empty where there is none. */
  readonly values: (facts: Facts) => readonly string[] | null;
  readonly run: (screen: ScreenState, argument: string, facts: Facts) => Ran;
};

/** What is offered while something is typed. */
export type Completion = { readonly text: string; readonly label: string; readonly help: string };

const done = (pressed: Pressed): Ran => ({ kind: 'done', pressed });
const faulty = (fault: string): Ran => ({ kind: 'faulty', fault });

/** A verb that does what a key does. */
function plain(name: string, action: Action, help: string): Verb {
  return {
    name,
    argument: '',
    help,
    values: () => [],
    run: (screen, argument, facts) =>
      argument === ''
        ? done(perform(screen, action, facts))
        : faulty(`${name} stands alone, got ${argument} behind it`),
  };
}

/** A verb with one of a list of names behind it. */
function choice<Name extends string>(
  name: string,
  help: string,
  values: (facts: Facts) => readonly Name[],
  run: (screen: ScreenState, value: Name, facts: Facts) => Pressed,
): Verb {
  return {
    name,
    argument: 'NAME',
    help,
    values,
    run(screen, argument, facts) {
      const known = values(facts);
      const value = known.find((candidate) => candidate === argument);
      if (value !== undefined) return done(run(screen, value, facts));
      return faulty(`expected ${name} with one of ${known.join(', ')}${argument === '' ? '' : `, got ${argument}`}`);
    },
  };
}

/** A verb with free text behind it. */
function free(
  name: string,
  argument: string,
  help: string,
  run: (screen: ScreenState, text: string, facts: Facts) => Ran,
): Verb {
  return { name, argument, help, values: () => null, run };
}

/** Asks the session for something; not from where it may not be steered. */
function steered(screen: ScreenState, command: RunCommand, facts: Facts): Ran {
  if (facts.loadRefusal !== null) return done(tell(screen, facts.loadRefusal, facts));
  return done(ask(screen, { kind: 'send', command }));
}

const withSettings = (screen: ScreenState, settings: Partial<ScreenState['settings']>): ScreenState => ({
  ...screen,
  settings: { ...screen.settings, ...settings },
});

/** Every command, in the order in which they are offered. */
export const verbs: readonly Verb[] = [
  plain('start', 'start', 'start the load, or resume it'),
  plain('pause', 'pause', 'pause the load, or resume it'),
  plain('cool-down', 'cool-down', 'send nothing more, wait until all is at rest'),
  plain('accept', 'accept', 'take what the search knows now as its answer, and go on'),
  plain('stop', 'stop', 'stop the load (asks first)'),
  plain('abort', 'abort', 'abort at once (asks first)'),
  plain('hold', 'hold', 'hold the present rate, or let the plan go on'),
  plain('reset-circuits', 'reset-circuits', 'close every circuit, and try at once the streams that wait'),
  free('rate', 'RATE', 'set the rate: 900, 1200/min, +10%, -50', (screen, text, facts) => {
    const reading = readRateChange(text);
    if (reading.kind === 'faulty') return faulty(reading.faults[0]?.message ?? 'expected a rate');
    return done(changeRate(screen, reading.value, facts));
  }),
  free('mark', 'TEXT', 'set a mark with a note, here and now', (screen, text, facts) => {
    if (facts.replay !== null) return faulty(noMarkInReplay);
    return text === '' ? faulty('expected some words for the mark') : done(ask(screen, { kind: 'mark', text }));
  }),
  free('ack', 'NOTE', 'acknowledge the most urgent alert: nobody else is told', (screen, text, facts) =>
    steered(screen, { kind: 'acknowledge', id: null, note: text }, facts),
  ),
  free('silence', 'TIME NOTE', 'silence the most urgent alert for a time: 30m', (screen, text, facts) => {
    const [time = '', ...note] = text.split(/\s+/);
    const span = readSpan(time);
    if (span.kind === 'faulty' || span.value < 1000) return faulty('expected silence and a time such as 30m or 2h');
    return steered(screen, { kind: 'silence', id: null, forMs: span.value, note: note.join(' ') }, facts);
  }),
  free('filter', 'WORDS', 'show only lines that have these words; none shows all', (screen, text, facts) => {
    const pane: PaneId = screen.focus ?? 'events';
    if (!['events', 'servers', 'streams'].includes(pane)) return faulty(`the ${pane} pane has no lines to filter`);
    const { filters, skipped } = screen.settings;
    const next = withSettings(screen, {
      filters: { ...filters, [pane]: text },
      skipped: { ...skipped, [pane]: 0 },
    });
    return done(tell(next, text === '' ? `all of ${pane}` : `${pane} with ${text}`, facts));
  }),
  free('goto', 'TIME', 'go to a time of the session: 1:30, -5m, +30s', goToTime),
  free('seek', 'TIME', 'the same as goto', goToTime),
  plain('live', 'to-live', 'go back to live'),
  plain('freeze', 'freeze', 'freeze the display, or go back to live'),
  plain('play', 'freeze', 'play or pause a replay; the same as freeze'),
  choice(
    'speed',
    'how fast a replay is played',
    () => replaySpeeds.map(String),
    (screen, text, facts) => playAt(screen, text, facts),
  ),
  plain('follow', 'to-live', 'go to the end of a replay, and on with what is recorded'),
  plain('next-alert', 'next-alert', 'go to the next alert or mark'),
  plain('previous-alert', 'previous-alert', 'go to the alert or mark before'),
  plain('next-mark', 'next-mark', 'go to the next mark'),
  plain('previous-mark', 'previous-mark', 'go to the mark before'),
  plain('next-phase', 'next-phase', 'go to where the next phase begins'),
  plain('previous-phase', 'previous-phase', 'go to where this phase began, or the one before'),
  choice(
    'zoom',
    'show one pane alone',
    (facts) => facts.panes,
    (screen, pane) => stay({ ...screen, focus: pane, zoom: pane }),
  ),
  choice(
    'focus',
    'go to a pane',
    (facts) => facts.panes,
    (screen, pane) => stay({ ...screen, focus: pane }),
  ),
  choice(
    'hide',
    'hide a pane',
    (facts) => facts.panes,
    (screen, pane, facts) => hidePane(screen, pane, facts),
  ),
  choice(
    'show',
    'show a hidden pane again',
    () => paneIds,
    (screen, pane) => stay({ ...screen, hidden: screen.hidden.filter((one) => one !== pane) }),
  ),
  choice(
    'preset',
    'show a set of panes',
    () => presetNames,
    (screen, preset) => stay({ ...screen, preset, zoom: null }),
  ),
  choice(
    'select',
    'select a server, which is told in full',
    (facts) => facts.servers(plainSettings),
    (screen, server) => selectServer({ ...screen, focus: 'servers' }, server),
  ),
  plain('retry', 'retry', 'log in again to the server selected, or to all that wait'),
  choice(
    'sort',
    'sort servers',
    () => serverOrders,
    (screen, serverOrder) => stay(withSettings(screen, { serverOrder })),
  ),
  choice(
    'column',
    'seconds in a column of the charts',
    () => columnLengths.map(String),
    (screen, text) =>
      stay(withSettings(screen, { columnSeconds: columnLengths.find((length) => String(length) === text) ?? 1 })),
  ),
  choice(
    'theme',
    'colours',
    () => themeNames,
    (screen, theme) => stay({ ...screen, theme }),
  ),
  choice(
    'glyphs',
    'glyphs of charts and borders',
    () => glyphNames,
    (screen, glyphs) => stay({ ...screen, glyphs }),
  ),
  choice(
    'mouse',
    'click panes, or select text',
    () => ['on', 'off'] as const,
    (screen, value) => stay({ ...screen, isMouseOn: value === 'on' }),
  ),
  {
    name: 'metrics',
    argument: '',
    help: "write plimsoll's own metrics to a file",
    values: () => [],
    run: (screen, argument) =>
      argument === ''
        ? done(ask(screen, { kind: 'metrics' }))
        : faulty(`metrics stands alone, got ${argument} behind it`),
  },
  plain('screenshot', 'screenshot', 'write the screen to a text file and an SVG'),
  plain('copy', 'copy', 'copy the pane gone to, or the screen'),
  plain('help', 'help', 'show every key'),
  plain('redraw', 'redraw', 'draw the whole screen anew'),
  plain('quit', 'quit', 'leave (asks first while load is under way)'),
];

/** Carries out a command as typed. */
export function runVerb(screen: ScreenState, text: string, facts: Facts): Ran {
  const [name = '', ...rest] = text.split(/\s+/);
  const verb = verbs.find((candidate) => candidate.name === name) ?? onlyVerb(name);
  if (verb !== null) return verb.run(screen, rest.join(' '), facts);
  return faulty(`there is no command ${name}: tab lists them`);
}

/** What could be meant: names of commands, then what may stand behind one. */
export function completionsOf(text: string, facts: Facts): readonly Completion[] {
  const [name = '', ...rest] = text.trimStart().split(/\s+/);
  if (rest.length === 0) {
    return verbs
      .filter((verb) => verb.name.startsWith(name))
      .map((verb) => ({
        text: verb.argument === '' ? verb.name : `${verb.name} `,
        label: verb.argument === '' ? verb.name : `${verb.name} ${verb.argument}`,
        help: verb.help,
      }));
  }
  const verb = verbs.find((candidate) => candidate.name === name);
  const begun = rest.join(' ');
  const values = verb?.values(facts) ?? null;
  if (verb === undefined || values === null) return [];
  return values
    .filter((value) => value.startsWith(begun))
    .map((value) => ({ text: `${name} ${value}`, label: value, help: '' }));
}

/** The verb that a beginning can only mean. */
function onlyVerb(begun: string): Verb | null {
  const [only, ...others] = verbs.filter(({ name }) => name.startsWith(begun));
  return only !== undefined && others.length === 0 && begun !== '' ? only : null;
}

/** `1:30` since the session began, `-5m` and `+30s` from where one is. */
function goToTime(screen: ScreenState, text: string, facts: Facts): Ran {
  const reading = readSessionTime(text);
  if (reading.kind === 'faulty') return faulty(reading.faults[0]?.message ?? 'expected a time');
  const { kind, ms } = reading.value;
  return done(goTo(screen, kind === 'at' ? ms : (screen.atMs ?? facts.nowMs) + ms, facts));
}

function playAt(screen: ScreenState, text: string, facts: Facts): Pressed {
  const speed = replaySpeeds.find((known) => String(known) === text);
  if (facts.replay === null || speed === undefined) return tell(screen, 'only a replay has a speed', facts);
  return ask(screen, { kind: 'replay', command: { kind: 'speed', speed } });
}
