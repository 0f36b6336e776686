import assert from 'node:assert/strict';
import { test } from 'node:test';
import { press } from '../../../source/ui/keys/press.js';
import { initialScreen, type ScreenState } from '../../../source/ui/keys/screen-state.js';
import { factsOfRun } from '../helpers/facts.js';

const names = ['api-1', 'api-2', 'api-3'];
const facts = factsOfRun({ servers: () => names, waitingServers: ['api-2', 'api-3'] });
const inServers: ScreenState = { ...initialScreen, focus: 'servers' };

/** The screen after these keys, and all that was asked of the world outside. */
function after(strokes: readonly string[], from: ScreenState = inServers, given = facts) {
  let screen = from;
  const effects = [];
  for (const stroke of strokes) {
    const pressed = press(screen, stroke, given);
    screen = pressed.screen;
    effects.push(...pressed.effects);
  }
  return { screen, effects, selected: screen.settings.selectedServer };
}

const shown = (server: string | null) => ({ kind: 'show-cores', server });

test('the keys that scroll select in the servers pane, and stop at either end', () => {
  assert.equal(after(['down']).selected, 'api-1');
  assert.equal(after(['j', 'j']).selected, 'api-2');
  assert.equal(after(['page-down', 'page-down']).selected, 'api-3');
  assert.equal(after(['up']).selected, 'api-3');
  assert.equal(after(['down', 'k', 'k']).selected, 'api-1');
});

test('a selection is kept by its name, whatever order the servers come in', () => {
  const reversed = factsOfRun({ servers: () => names.toReversed() });
  const { screen } = after(['down']);
  assert.equal(after(['up'], screen, reversed).selected, 'api-2');
});

test('every core is told of the server selected, and of none once it is not', () => {
  assert.deepEqual(after(['down', 'down', 'escape']).effects, [shown('api-1'), shown('api-2'), shown(null)]);
  assert.deepEqual(after(['down', 'down', 'down', 'down']).effects.length, 3, 'at the end nothing changes');
});

test('escape lets go of the server before it shows all panes again', () => {
  const { screen } = after(['down', 'enter']);
  assert.deepEqual([screen.zoom, screen.settings.selectedServer], ['servers', 'api-1']);
  const once = after(['escape'], screen);
  assert.deepEqual([once.screen.zoom, once.selected], ['servers', null]);
  assert.equal(after(['escape'], once.screen).screen.zoom, null);
});

test('in another pane the keys scroll as ever', () => {
  const { screen, effects } = after(['down'], initialScreen);
  assert.deepEqual([screen.settings.skipped.events, screen.settings.selectedServer, effects], [1, null, []]);
});

test('nothing is selected where no server is shown', () => {
  assert.equal(after(['down'], inServers, factsOfRun({ servers: () => [] })).selected, null);
});

test('servers that wait are tried again, the one selected alone', () => {
  assert.deepEqual(after(['r']).effects, [{ kind: 'retry', servers: ['api-2', 'api-3'] }]);
  const { effects } = after(['down', 'down', 'r']);
  assert.deepEqual(effects.at(-1), { kind: 'retry', servers: ['api-2'] });
});

for (const [what, given, strokes, said] of [
  ['a server that is live', {}, ['down', 'r'], 'api-1 does not wait'],
  ['a fleet of which none waits', { waitingServers: [] }, ['r'], 'no server waits'],
  ['a recording', { kind: 'replay' }, ['r'], 'this is a recording: there is nobody to log in to'],
  [
    'a viewer who may only watch',
    { kind: 'read-only' },
    ['r'],
    'this viewer may only watch: nothing is tried from here',
  ],
] as const) {
  test(`${what} is not tried again, and that is said`, () => {
    const { screen, effects } = after(strokes, inServers, { ...facts, ...given });
    assert.equal(screen.notice?.text, said);
    assert.ok(effects.every(({ kind }) => kind === 'show-cores'));
  });
}

test('a server is selected by its name in the palette, from any pane', () => {
  const typed = [':', ...'select', 'space', ...'api-3', 'enter'];
  const { screen, effects } = after(typed, initialScreen);
  assert.deepEqual([screen.focus, screen.settings.selectedServer], ['servers', 'api-3']);
  assert.deepEqual(effects, [shown('api-3')]);
});
