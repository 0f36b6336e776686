import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunState } from '../../../source/model/run.js';
import { type Facts, initialScreen, isAnswerShown, press, type ScreenState } from '../../../source/ui/keys/press.js';
import { paneIds } from '../../../source/ui/layout.js';

const running: Facts = { runState: 'running', hasLoad: true, panes: paneIds, answerAtMs: null, nowMs: 1000 };

function screenAfter(
  strokes: readonly string[],
  facts: Facts = running,
  from: ScreenState = initialScreen,
): ScreenState {
  return strokes.reduce((screen, stroke) => press(screen, stroke, facts).screen, from);
}

function asked(stroke: string, runState: RunState): unknown {
  return press(initialScreen, stroke, { ...running, runState }).effects;
}

const send = (command: unknown): unknown => [{ kind: 'send', command }];

test('S starts what is not under way, and resumes what is paused', () => {
  for (const state of ['idle', 'finished', 'aborted'] as const)
    assert.deepEqual(asked('S', state), send({ kind: 'start' }));
  assert.deepEqual(asked('S', 'paused'), send({ kind: 'resume' }));
  for (const state of ['warming', 'running', 'cooling'] as const) assert.deepEqual(asked('S', state), []);
});

test('P pauses and resumes', () => {
  for (const state of ['warming', 'running'] as const) assert.deepEqual(asked('P', state), send({ kind: 'pause' }));
  assert.deepEqual(asked('P', 'paused'), send({ kind: 'resume' }));
  for (const state of ['idle', 'cooling', 'finished'] as const) assert.deepEqual(asked('P', state), []);
});

test('C cools down whatever is under way, once', () => {
  for (const state of ['warming', 'running', 'paused'] as const)
    assert.deepEqual(asked('C', state), send({ kind: 'cool-down' }));
  for (const state of ['cooling', 'idle', 'finished'] as const) assert.deepEqual(asked('C', state), []);
});

test('+ and = raise the rate by 5 %, - lowers it by 5 %', () => {
  assert.deepEqual(asked('+', 'running'), send({ kind: 'adjust-rate', factor: 1.05 }));
  assert.deepEqual(asked('=', 'running'), send({ kind: 'adjust-rate', factor: 1.05 }));
  assert.deepEqual(asked('-', 'running'), send({ kind: 'adjust-rate', factor: 0.95 }));
  assert.deepEqual(asked('+', 'idle'), []);
});

test('a key that has nothing to do says why', () => {
  assert.equal(
    press(initialScreen, 'P', { ...running, runState: 'idle' }).screen.notice?.text,
    'nothing to pause: the load is idle',
  );
  assert.match(press(initialScreen, 'S', { ...running, hasLoad: false }).screen.notice?.text ?? '', /only watches/);
});

test('a lower-case load key does nothing but tell of the upper-case one', () => {
  for (const stroke of ['s', 'p', 'c', 'x']) {
    const { screen, effects } = press(initialScreen, stroke, running);
    assert.deepEqual(effects, []);
    assert.match(screen.notice?.text ?? '', new RegExp(`upper case: ${stroke.toUpperCase()} means`));
  }
});

test('an unbound key only clears the notice', () => {
  const told = screenAfter(['p']);
  assert.deepEqual(press(told, 'w', running), { screen: initialScreen, effects: [] });
});

test('X and q ask first under load; only y goes on, n and escape do not, other keys are not heard', () => {
  for (const [stroke, question] of [
    ['X', 'stop'],
    ['q', 'quit'],
  ] as const) {
    const open = press(initialScreen, stroke, running);
    assert.deepEqual(open.effects, []);
    assert.equal(open.screen.question, question);
    assert.equal(screenAfter(['n'], running, open.screen).question, null);
    assert.equal(screenAfter(['escape'], running, open.screen).question, null);
    assert.deepEqual(press(open.screen, 'S', running), { screen: open.screen, effects: [] });
    assert.deepEqual(press(open.screen, 'space', running), { screen: open.screen, effects: [] });
    const yes = press(open.screen, 'y', running);
    assert.equal(yes.screen.question, null);
    assert.deepEqual(yes.effects, question === 'stop' ? send({ kind: 'stop' }) : [{ kind: 'quit' }]);
  }
});

test('a stop confirmed after the load has ended by itself is not sent', () => {
  const open = press(initialScreen, 'X', running).screen;
  assert.deepEqual(press(open, 'y', { ...running, runState: 'finished' }).effects, []);
});

test('q quits at once when no load is under way, ctrl-c always', () => {
  assert.deepEqual(asked('q', 'finished'), [{ kind: 'quit' }]);
  assert.deepEqual(asked('ctrl-c', 'running'), [{ kind: 'quit' }]);
  assert.deepEqual(press(screenAfter(['X']), 'ctrl-c', running).effects, [{ kind: 'quit' }]);
});

test('space freezes and thaws', () => {
  assert.ok(screenAfter(['space']).frozen);
  assert.ok(!screenAfter(['space', 'space']).frozen);
});

test('a digit zooms its pane, again shows all, another one changes over', () => {
  assert.equal(screenAfter(['2']).zoom, 'latency');
  assert.equal(screenAfter(['2', '2']).zoom, null);
  assert.equal(screenAfter(['2', '3']).zoom, 'servers');
  const told = screenAfter(['5'], { ...running, panes: ['load', 'events'] });
  assert.equal(told.zoom, null);
  assert.equal(told.notice?.text, 'this session has no discovery pane');
});

test('tab walks round the panes, shift-tab back, and enter zooms the one gone to', () => {
  const panes = ['load', 'servers', 'events'] as const;
  const facts: Facts = { ...running, panes };
  assert.equal(screenAfter(['tab'], facts).focus, 'load');
  assert.equal(screenAfter(['tab', 'tab', 'tab', 'tab'], facts).focus, 'load');
  assert.equal(screenAfter(['shift-tab'], facts).focus, 'events');
  const zoomed = screenAfter(['tab', 'tab', 'enter'], facts);
  assert.equal(zoomed.zoom, 'servers');
  assert.equal(screenAfter(['tab'], facts, zoomed).zoom, 'events');
  assert.equal(screenAfter(['enter'], facts, zoomed).zoom, null);
});

test('escape closes one thing at a time, from the front to the back', () => {
  const facts: Facts = { ...running, runState: 'finished', answerAtMs: 5 };
  const all: ScreenState = { ...initialScreen, help: true, zoom: 'load', focus: 'load' };
  const noHelp = screenAfter(['escape'], facts, all);
  assert.deepEqual([noHelp.help, isAnswerShown(noHelp, 5), noHelp.zoom], [false, true, 'load']);
  const noAnswer = screenAfter(['escape'], facts, noHelp);
  assert.deepEqual([isAnswerShown(noAnswer, 5), noAnswer.zoom], [false, 'load']);
  const noZoom = screenAfter(['escape'], facts, noAnswer);
  assert.deepEqual([noZoom.zoom, noZoom.focus], [null, 'load']);
  assert.equal(screenAfter(['escape'], facts, noZoom).focus, null);
});

test('an answer closed stays closed, and a later one is shown', () => {
  const closed = screenAfter(['enter'], { ...running, answerAtMs: 5 });
  assert.ok(!isAnswerShown(closed, 5));
  assert.ok(isAnswerShown(closed, 9));
  assert.ok(!isAnswerShown(closed, null));
});
