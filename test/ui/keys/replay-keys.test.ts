import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReplayStatus } from '../../../source/model/replay.js';
import type { Facts } from '../../../source/ui/keys/facts.js';
import { press } from '../../../source/ui/keys/press.js';
import { type Effect, initialScreen, type ScreenState } from '../../../source/ui/keys/screen-state.js';
import { runVerb } from '../../../source/ui/keys/verbs.js';
import { factsOfRun } from '../helpers/facts.js';

const replay: ReplayStatus = {
  state: 'playing',
  speed: 1,
  fromMs: 500,
  toMs: 100_000,
  step: 59,
  steps: 99,
  writer: 'complete',
  readRatio: 1,
  awaitedMs: null,
  fault: null,
};
const facts = factsOfRun({
  nowMs: 60_400,
  range: replay,
  replay,
  loadRefusal: 'this is a recording',
  moments: [
    { atMs: 20_000.5, kind: 'alert', severity: 'warning', text: 'slow' },
    { atMs: 40_000, kind: 'mark', severity: 'info', text: 'before the change' },
    { atMs: 80_000, kind: 'alert', severity: 'critical', text: 'down' },
    { atMs: 90_000, kind: 'mark', severity: 'info', text: 'after it' },
  ],
  phases: [
    { atMs: 500, name: 'idle' },
    { atMs: 50_000, name: 'measure' },
    { atMs: 95_000, name: 'finished' },
  ],
});

function effectOf(stroke: string, given: Facts = facts): Effect | undefined {
  const { screen, effects } = press(initialScreen, stroke, given);
  // There is one time only: nothing is frozen over it.
  assert.equal(screen.frozen, false);
  return effects[0];
}

const commands: readonly (readonly [string, unknown])[] = [
  ['space', { kind: 'toggle' }],
  ['right', { kind: 'step', by: 1 }],
  ['.', { kind: 'step', by: 1 }],
  ['left', { kind: 'step', by: -1 }],
  ['>', { kind: 'seek', atMs: 90_000 }],
  ['shift-left', { kind: 'seek', atMs: 30_000 }],
  ['home', { kind: 'seek', atMs: 500 }],
  ['end', { kind: 'follow' }],
  ['n', { kind: 'seek', atMs: 80_000 }],
  ['b', { kind: 'seek', atMs: 40_000 }],
  ["'", { kind: 'seek', atMs: 90_000 }],
  ['"', { kind: 'seek', atMs: 40_000 }],
  [')', { kind: 'seek', atMs: 95_000 }],
  ['(', { kind: 'seek', atMs: 50_000 }],
  ['}', { kind: 'speed', speed: 2 }],
  ['{', { kind: 'speed', speed: 0.5 }],
];

for (const [stroke, command] of commands) {
  test(`${stroke} in a replay asks for ${JSON.stringify(command)}`, () => {
    assert.deepEqual(effectOf(stroke), { kind: 'replay', command });
  });
}

test('going to an alert, mark or phase says what it was', () => {
  const said = (stroke: string): string | undefined => press(initialScreen, stroke, facts).screen.notice?.text;
  assert.deepEqual(['n', "'", ')'].map(said), ['down', 'after it', 'finished']);
  const late = { ...facts, nowMs: 99_000 };
  assert.equal(press(initialScreen, 'n', late).screen.notice?.text, 'no later alert or mark');
  const unread = { ...late, replay: { ...replay, readRatio: 0.4 } };
  assert.match(press(initialScreen, 'n', unread).screen.notice?.text ?? '', /still being read/);
});

test('going back and back again passes what the recording has just played on from', () => {
  const later = (screen: ScreenState, stroke: string, nowMs: number, tickMs: number) =>
    press(screen, stroke, { ...facts, nowMs, tickMs });
  for (const [stroke, first, second] of [
    ['b', 40_000, 20_001],
    ['(', 50_000, 500],
  ] as const) {
    const once = later(initialScreen, stroke, 60_400, 1000);
    assert.deepEqual(once.effects, [{ kind: 'replay', command: { kind: 'seek', atMs: first } }]);
    const soon = later(once.screen, stroke, first + 900, 1900);
    assert.deepEqual(soon.effects, [{ kind: 'replay', command: { kind: 'seek', atMs: second } }]);
    // Who waits wants to see it again.
    const late = later(once.screen, stroke, first + 2100, 3100);
    assert.deepEqual(late.effects, [{ kind: 'replay', command: { kind: 'seek', atMs: first } }]);
    // And who went elsewhere goes back from there.
    const elsewhere = later(once.screen, stroke, first + 30_000, 1900);
    assert.deepEqual(elsewhere.effects, [{ kind: 'replay', command: { kind: 'seek', atMs: first } }]);
  }
});

test('a recording takes no mark, which is said before one is typed', () => {
  const { effects, screen } = press(initialScreen, 'm', facts);
  assert.deepEqual([effects, screen.palette], [[], null]);
  assert.match(screen.notice?.text ?? '', /takes no marks: plimsoll sessions note/);
  const ran = runVerb(initialScreen, 'mark here', facts);
  assert.match(ran.kind === 'done' ? '' : ran.fault, /takes no marks/);
});

test('while a time is awaited, what lies before or after it is not gone to', () => {
  const awaiting = { ...facts, replay: { ...replay, readRatio: 0.6, awaitedMs: 90_000 } };
  for (const stroke of ['b', 'n', '(', '"']) {
    const { effects, screen } = press(initialScreen, stroke, awaiting);
    assert.deepEqual(effects, [], stroke);
    assert.match(screen.notice?.text ?? '', /on the way to 01:30: the recording is still being read/);
  }
});

test('speeds end where there is no faster and no slower one', () => {
  const at = (speed: ReplayStatus['speed']): Facts => ({ ...facts, replay: { ...replay, speed } });
  assert.deepEqual(effectOf('}', at(64)), { kind: 'replay', command: { kind: 'speed', speed: 64 } });
  assert.deepEqual(effectOf('{', at(0.25)), { kind: 'replay', command: { kind: 'speed', speed: 0.25 } });
});

test('no key of a load sends anything from a replay', () => {
  for (const stroke of ['S', 'P', 'C', 'A', 'X', '!', '+', '-', '=', 'H']) {
    const { screen, effects } = press(initialScreen, stroke, facts);
    assert.deepEqual(effects, [], stroke);
    assert.match(screen.notice?.text ?? '', /this is a recording/);
  }
});

test('the palette goes to times, plays at speeds and follows', () => {
  const run = (text: string, given: Facts = facts): unknown => {
    const ran = runVerb(initialScreen, text, given);
    return ran.kind === 'done' ? ran.pressed.effects[0] : ran.fault;
  };
  assert.deepEqual(run('seek 1:10'), { kind: 'replay', command: { kind: 'seek', atMs: 70_000 } });
  assert.deepEqual(run('goto -10s'), { kind: 'replay', command: { kind: 'seek', atMs: 50_400 } });
  assert.deepEqual(run('speed 16'), { kind: 'replay', command: { kind: 'speed', speed: 16 } });
  assert.deepEqual(run('follow'), { kind: 'replay', command: { kind: 'follow' } });
  assert.deepEqual(run('play'), { kind: 'replay', command: { kind: 'toggle' } });
  assert.match(String(run('speed 3')), /0.25, 0.5, 1/);
  assert.match(String(run('seek soon')), /expected a time such as 12:30/);
});

test('a live session has no speed, and its phases and marks are walked to', () => {
  const live = { ...facts, replay: null, loadRefusal: null };
  assert.match(press(initialScreen, '}', live).screen.notice?.text ?? '', /its own speed/);
  const walked = (stroke: string): ScreenState => press(initialScreen, stroke, live).screen;
  assert.deepEqual([walked('(').frozen, walked('(').atMs, walked('"').atMs], [true, 50_000, 40_000]);
});
