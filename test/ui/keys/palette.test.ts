import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Facts } from '../../../source/ui/keys/facts.js';
import { press } from '../../../source/ui/keys/press.js';
import { type Effect, initialScreen, type ScreenState } from '../../../source/ui/keys/screen-state.js';
import { verbs } from '../../../source/ui/keys/verbs.js';
import { factsOfRun } from '../helpers/facts.js';

const facts = factsOfRun();

function typed(
  text: string,
  given: Facts = facts,
  from: ScreenState = initialScreen,
): { readonly screen: ScreenState; readonly effects: readonly Effect[] } {
  const strokes = [':', ...Array.from(text, (letter) => (letter === ' ' ? 'space' : letter)), 'enter'];
  return strokes.reduce<{ screen: ScreenState; effects: readonly Effect[] }>(
    ({ screen, effects }, stroke) => {
      const pressed = press(screen, stroke, given);
      return { screen: pressed.screen, effects: [...effects, ...pressed.effects] };
    },
    { screen: from, effects: [] },
  );
}

test('a command does what its key does', () => {
  assert.deepEqual(typed('pause').effects, [{ kind: 'send', command: { kind: 'pause' } }]);
  assert.deepEqual(typed('rate +10%').effects, [
    { kind: 'send', command: { kind: 'set-rate', change: { kind: 'times', factor: 1.1 } } },
  ]);
  assert.deepEqual(typed('reset-circuits').effects, [{ kind: 'send', command: { kind: 'reset-circuits' } }]);
  assert.deepEqual(typed('metrics').effects, [{ kind: 'metrics' }]);
  assert.equal(typed('stop').screen.question?.kind, 'stop');
  assert.deepEqual(typed('rate 900').screen.question, {
    kind: 'rate',
    change: { kind: 'to', perSecond: 900 },
    fromPerSecond: 200,
    toPerSecond: 900,
  });
  assert.deepEqual(typed('mark deployed the canary').effects, [{ kind: 'mark', text: 'deployed the canary' }]);
  assert.equal(typed('zoom servers').screen.zoom, 'servers');
  assert.equal(typed('theme okabe-ito').screen.theme, 'okabe-ito');
  assert.equal(typed('goto 0:30').screen.atMs, 30_000);
  assert.equal(typed('goto -20s').screen.atMs, 40_000);
  assert.deepEqual(typed('filter breaker').screen.settings.filters, { events: 'breaker' });
  assert.equal(typed('column 5').screen.settings.columnSeconds, 5);
  assert.deepEqual(typed('hide queues').screen.hidden, ['queues']);
});

test('what cannot be done is said, and what was typed stays to be mended', () => {
  for (const [text, fault] of [
    ['frobnicate', 'there is no command frobnicate: tab lists them'],
    ['zoom nothing', /^expected zoom with one of load, .*got nothing$/],
    ['rate fast', /expected a rate/],
    ['goto', 'expected a time such as 12:30, 90s or -5m, got an empty text'],
    ['mark', 'expected some words for the mark'],
    ['pause now', 'pause stands alone, got now behind it'],
  ] as const) {
    const { screen, effects } = typed(text);
    assert.deepEqual(effects, [], text);
    assert.equal(screen.palette?.typing.text, text);
    if (typeof fault === 'string') assert.equal(screen.palette?.fault, fault);
    else assert.match(screen.palette?.fault ?? '', fault);
  }
});

test('tab completes as far as it can only mean one thing', () => {
  const complete = (text: string): string => {
    const open = [':', ...Array.from(text, (letter) => (letter === ' ' ? 'space' : letter)), 'tab'].reduce(
      (screen, stroke) => press(screen, stroke, facts).screen,
      initialScreen,
    );
    return open.palette?.typing.text ?? '';
  };
  assert.equal(complete('cool'), 'cool-down');
  assert.equal(complete('zo'), 'zoom ');
  assert.equal(complete('zoom lat'), 'zoom latency');
  assert.equal(complete('st'), 'st');
  assert.equal(complete('nothing'), 'nothing');
});

test('what was entered can be recalled, each once', () => {
  const first = typed('preset latency').screen;
  const second = typed('theme mono', facts, first).screen;
  const third = typed('preset latency', facts, second).screen;
  assert.deepEqual(third.entered, ['theme mono', 'preset latency']);
  const recalled = [':', 'up', 'up'].reduce((screen, stroke) => press(screen, stroke, facts).screen, third);
  assert.equal(recalled.palette?.typing.text, 'theme mono');
  assert.equal(press(recalled, 'down', facts).screen.palette?.typing.text, 'preset latency');
});

test('who may not steer the load is told why, by key and by command alike', () => {
  const watching: Facts = { ...facts, loadRefusal: 'this viewer may only watch', quitEndsLoad: false };
  for (const stroke of ['S', 'P', 'C', 'X', '!', '+', '-', '=', 'H']) {
    const { screen, effects } = press(initialScreen, stroke, watching);
    assert.deepEqual(effects, [], stroke);
    assert.equal(screen.notice?.text, 'this viewer may only watch');
  }
  assert.deepEqual(typed('rate 210', watching).effects, []);
  assert.deepEqual(press(initialScreen, 'q', watching).effects, [{ kind: 'quit' }]);
});

test('no text typed in the palette sends anything by itself, whatever it is', () => {
  const stroke = fc.oneof(
    fc.constantFrom('space', 'tab', 'up', 'down', 'backspace', 'left', 'ctrl-w', 'ctrl-u', 'X', 'y', 'S', '!', '+'),
    fc.string({ minLength: 1, maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.array(stroke, { maxLength: 40 }), (strokes) => {
      let screen = press(initialScreen, ':', facts).screen;
      for (const one of strokes) {
        const pressed = press(screen, one, facts);
        assert.deepEqual(pressed.effects, []);
        screen = pressed.screen;
      }
    }),
  );
});

test('every command has a name of its own and words for what it does', () => {
  assert.equal(new Set(verbs.map(({ name }) => name)).size, verbs.length);
  for (const { name, help } of verbs) {
    assert.match(name, /^[a-z][a-z-]*$/);
    assert.ok(help.length > 5 && help.length < 60, name);
  }
});
