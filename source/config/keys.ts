import { isObject } from '../model/plain-object.js';
import { type Action, type Binding, bindings } from './bindings.js';
import type { JsonForm } from './leaf.js';
import { suggestion } from './nearest.js';
import { quoted } from './quote.js';
import { type Fault, faulty, good, type Reading } from './reading.js';

/** Other strokes for actions, by the action's name: `{"freeze": ["f"]}`. No stroke at all leaves an action to the palette. */
export type KeyOverrides = { readonly [action in Action]?: readonly string[] };

const actions: readonly Action[] = bindings.map(({ action }) => action);

/** Keys without a character of their own. */
const named = [
  ...['space', 'tab', 'shift-tab', 'enter', 'escape', 'backspace', 'home', 'end', 'page-up', 'page-down'],
  ...['left', 'right', 'up', 'down', 'shift-left', 'shift-right', 'shift-up', 'shift-down'],
  ...Array.from({ length: 12 }, (_, index) => `f${index + 1}`),
];

/** What tmux, zellij and flow control take before a program sees it. */
const taken = new Set(['ctrl-b', 'ctrl-a', 'ctrl-s', 'ctrl-q']);

const strokes: JsonForm = {
  anyOf: [{ type: 'array', items: { type: 'string' }, maxItems: 8 }, { type: 'string' }],
  examples: ['f', ['space', 'f']],
};

/** What editors are told of key bindings: every action by its name, with what it does. */
export const keysForm: JsonForm = {
  type: 'object',
  properties: Object.fromEntries(bindings.map(({ action, help }) => [action, { ...strokes, description: help }])),
  additionalProperties: false,
};

/** Reads other keys for actions: an object of action names, each with a stroke or several. All faults at once. */
export function readKeys(raw: unknown): Reading<KeyOverrides> {
  if (!isObject(raw)) return faulty(`expected an object such as {"freeze": "f"}, got ${quoted(raw)}`);
  const faults: Fault[] = [];
  const overrides: { [action in Action]?: readonly string[] } = {};
  for (const [name, given] of Object.entries(raw)) {
    const binding = bindings.find(({ action }) => action === name);
    const list = typeof given === 'string' ? [given] : given;
    if (binding === undefined) {
      const message = `expected the name of an action, got ${quoted(name)}`;
      faults.push({ path: [name], message, hint: actionHint(name) });
    } else if (!isTexts(list)) {
      const message = `expected a key such as "f" or a list of keys, got ${quoted(given)}`;
      faults.push({ path: [name], message, hint: null });
    } else {
      faults.push(...strokesFaults(binding, list));
      overrides[binding.action] = list;
    }
  }
  faults.push(...doubleFaults(overrides));
  return faults.length === 0 ? good(overrides) : { kind: 'faulty', faults };
}

/** The table with other strokes in it. */
export function rebind(overrides: KeyOverrides): readonly Binding[] {
  return bindings.map((binding): Binding => {
    const own = overrides[binding.action];
    return own === undefined ? binding : { ...binding, strokes: own, label: own.map(writtenStroke).join(' ') };
  });
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= 8 && value.every((item) => typeof item === 'string');
}

function actionHint(name: string): string {
  const hint = suggestion(name, actions);
  return hint.startsWith('known') ? 'plimsoll shows them all at ?, and the reference under Keys' : hint;
}

function strokesFaults(binding: Binding, list: readonly string[]): readonly Fault[] {
  const fault = (message: string, hint: string | null): Fault => ({ path: [binding.action], message, hint });
  if (binding.action === 'interrupt' && !list.includes('ctrl-c')) {
    return [fault('expected ctrl-c among the keys that quit at once, got none', 'add "ctrl-c" to the list')];
  }
  return list.flatMap((stroke) => {
    const wrong = strokeFault(binding, stroke);
    return wrong === null ? [] : [fault(...wrong)];
  });
}

function strokeFault({ action, group }: Binding, stroke: string): readonly [string, string | null] | null {
  if (!isStroke(stroke)) {
    const [prefix, rest] = stroke.startsWith('ctrl-') ? ['ctrl-', stroke.slice(5)] : ['', stroke];
    const hint = prefix === '' ? strokeHint(rest) : 'ctrl- takes one lower-case letter, such as ctrl-r';
    return [`expected a key for ${action}, got ${quoted(stroke)}`, hint];
  }
  if (stroke === 'ctrl-c' && action !== 'interrupt') {
    return [`expected another key than ctrl-c for ${action}, for that always quits`, null];
  }
  if (taken.has(stroke)) {
    return [
      `expected a key that reaches the program for ${action}, got ${stroke}`,
      'terminals and multiplexers take it',
    ];
  }
  if (group === 'load' && /^(?:[a-z]|space|enter|tab|escape|left|right|up|down)$/.test(stroke)) {
    return [
      `expected an upper-case letter or a symbol for ${action}, which changes the load, got ${stroke}`,
      'no slip of a finger must change the load',
    ];
  }
  return null;
}

function isStroke(stroke: string): boolean {
  return named.includes(stroke) || /^ctrl-[a-z]$/.test(stroke) || /^[^\p{C}\p{Z}]$/u.test(stroke);
}

function strokeHint(stroke: string): string {
  const known: { readonly [word: string]: string } = {
    ' ': 'space',
    esc: 'escape',
    return: 'enter',
    delete: 'backspace',
  };
  const meant = known[stroke.toLowerCase()];
  const hint = meant === undefined ? suggestion(stroke, named) : `did you mean ${meant}?`;
  return hint.startsWith('known') ? 'one character, ctrl- and a letter, or a name such as space, f5 or page-up' : hint;
}

/** A stroke that would mean two actions. */
function doubleFaults(overrides: KeyOverrides): readonly Fault[] {
  const owners = new Map<string, Action>();
  const faults: Fault[] = [];
  for (const { action, strokes: own } of rebind(overrides)) {
    for (const stroke of new Set(own)) {
      const owner = owners.get(stroke);
      owners.set(stroke, action);
      // ctrl-c has a sentence of its own.
      if (owner === undefined || stroke === 'ctrl-c') continue;
      const changed = overrides[action] === undefined ? owner : action;
      const message = `expected a key of its own, got ${quoted(stroke)}, which would mean both ${owner} and ${action}`;
      faults.push({ path: [changed], message, hint: 'give one of them another key' });
    }
  }
  return faults;
}

const short: { readonly [stroke: string]: string } = { left: '←', right: '→', up: '↑', down: '↓', escape: 'esc' };

function writtenStroke(stroke: string): string {
  return short[stroke] ?? stroke.replace('shift-left', 'shift-←').replace('shift-right', 'shift-→');
}
