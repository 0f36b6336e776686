import type { Option } from './option.js';

const ofScreen = {
  default: null,
  repeatable: false,
  commands: ['demo', 'run', 'discover', 'bench', 'monitor'],
} as const;

/** What concerns a recorded session as well. */
const ofAnyScreen = { ...ofScreen, commands: [...ofScreen.commands, 'replay'] } as const;

/** The options that say how the screen looks and what its keys are, part of the table of all. */
export const screenOptions = {
  theme: {
    ...ofAnyScreen,
    flag: 'theme',
    path: ['screen', 'theme'],
    kind: 'theme',
    default: 'default',
    help: "Colours: default (the terminal's own), okabe-ito (told apart by the colour-blind) or mono.",
  },
  glyphs: {
    ...ofAnyScreen,
    flag: 'glyphs',
    path: ['screen', 'glyphs'],
    kind: 'glyphs',
    help: 'Glyphs of charts and borders: block, braille or ascii. Without it, block, or ascii where the locale is not UTF-8.',
  },
  color: {
    ...ofAnyScreen,
    flag: 'color',
    path: ['screen', 'color'],
    kind: 'color',
    default: 'auto',
    help: 'How many colours: auto (as the terminal says, none with NO_COLOR), never, 16, 256 or truecolor.',
  },
  preset: {
    ...ofAnyScreen,
    flag: 'preset',
    path: ['screen', 'preset'],
    kind: 'preset',
    default: 'all',
    help: 'Set of panes to begin with: all, latency, search, servers or run.',
  },
  panes: {
    ...ofAnyScreen,
    flag: 'pane',
    path: ['screen', 'panes'],
    kind: 'panes',
    repeatable: true,
    help: 'Pane to begin with; the others are hidden. Without it, those of the preset.',
  },
  keys: {
    ...ofScreen,
    flag: null,
    path: ['screen', 'keys'],
    kind: 'keys',
    help: 'Other keys for actions, such as {"freeze": "f", "stop": ["X", "f10"]}.',
  },
  mouse: {
    ...ofAnyScreen,
    flag: 'mouse',
    path: ['screen', 'mouse'],
    kind: 'toggle',
    help: 'Begin with the mouse on: click panes, scroll. Text is then selected with shift held.',
  },
  fps: {
    ...ofAnyScreen,
    flag: 'fps',
    path: ['screen', 'fps'],
    kind: 'frames',
    default: '4',
    help: 'Frames a second at the most; keys are answered at once.',
  },
  readOnly: {
    ...ofScreen,
    flag: 'read-only',
    path: ['screen', 'read-only'],
    kind: 'toggle',
    help: 'No key changes the load: for a screen that others can reach.',
  },
  plain: {
    ...ofScreen,
    flag: 'plain',
    path: ['screen', 'plain'],
    kind: 'toggle',
    help: 'No screen but sentences, one event a line on stdout: for screen readers and pipes.',
  },
} as const satisfies Readonly<Record<string, Option>>;
