/** The panes of the screen, in the order in which room is given and digits are counted. */
export const paneIds = [
  'load',
  'latency',
  'servers',
  'streams',
  'discovery',
  'events',
  'heatmap',
  'curve',
  'queues',
  'run',
] as const;

export type PaneId = (typeof paneIds)[number];

/** Sets of panes that are shown together. */
export const presetNames = ['all', 'latency', 'search', 'servers', 'run'] as const;

export type PresetName = (typeof presetNames)[number];

export const themeNames = ['default', 'okabe-ito', 'mono'] as const;

export type ThemeName = (typeof themeNames)[number];

export const glyphNames = ['block', 'braille', 'ascii'] as const;

export type GlyphName = (typeof glyphNames)[number];

/** How many colours are used: as many as the terminal is known to have, or a number of one's own. */
export const colourChoices = ['auto', 'never', '16', '256', 'truecolor'] as const;

export type ColourChoice = (typeof colourChoices)[number];
