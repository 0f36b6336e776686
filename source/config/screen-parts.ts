import { type ColourChoice, colourChoices, type PaneId, paneIds } from '../model/screen.js';
import { closest, suggestion } from './nearest.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading, readEach } from './reading.js';

/** Reads the panes to begin with: a list of their names, or one. */
export function readPanes(raw: unknown): Reading<readonly PaneId[]> {
  const list = typeof raw === 'string' ? [raw] : raw;
  if (!Array.isArray(list) || list.length === 0) {
    return faulty(`expected a list of panes such as ["load", "latency"], got ${quoted(raw)}`);
  }
  return readEach(list, (name) => {
    const found = paneIds.find((pane) => pane === name);
    if (found !== undefined) return good(found);
    return faulty(`expected a pane, got ${quoted(name)}`, suggestion(String(name), paneIds));
  });
}

const synonyms: { readonly [given: string]: ColourChoice } = {
  none: 'never',
  no: 'never',
  mono: 'never',
  always: '256',
  '24bit': 'truecolor',
  true: 'truecolor',
};

/** Reads how many colours are used: a word, or a number of colours. */
export function readColour(raw: unknown): Reading<ColourChoice> {
  const given = typeof raw === 'number' ? String(raw) : raw;
  const found = colourChoices.find((choice) => choice === given);
  if (found !== undefined) return good(found);
  const meant = typeof given === 'string' ? synonyms[given] : undefined;
  const hint =
    meant !== undefined
      ? `did you mean ${meant}?`
      : typeof given === 'string'
        ? closest(given, colourChoices)
        : 'true or false is never or auto';
  return faulty(`expected auto, never, 16, 256 or truecolor, got ${quoted(raw)}`, hint);
}
