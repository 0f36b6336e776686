import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunState } from '../../../source/model/run.js';
import type { Facts } from '../../../source/ui/keys/facts.js';
import { questionOf } from '../../../source/ui/keys/load-keys.js';
import { press } from '../../../source/ui/keys/press.js';
import { initialScreen, type ScreenState } from '../../../source/ui/keys/screen-state.js';
import { isAnswerShown } from '../../../source/ui/keys/view-keys.js';
import { factsOfRun } from '../helpers/facts.js';

const running = factsOfRun({ nowMs: 1000, range: { fromMs: 0, toMs: 90_000 } });

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

test('R closes the circuits of streams, load or none, where there are streams and the viewer may', () => {
  const reset = send({ kind: 'reset-circuits' });
  for (const state of ['idle', 'running', 'finished'] as const) assert.deepEqual(asked('R', state), reset);
  const watching: Facts = { ...running, runState: 'idle', hasLoad: false, hasPlan: false };
  const pressed = press(initialScreen, 'R', watching);
  assert.deepEqual(pressed.effects, reset);
  assert.equal(pressed.screen.notice?.text, 'circuits closed: what waited is tried now');

  const alone = press(initialScreen, 'R', { ...running, panes: ['load', 'events'] });
  assert.deepEqual(alone.effects, []);
  assert.equal(alone.screen.notice?.text, 'no circuit to close: no metric stream is read');
  const refused = press(initialScreen, 'R', { ...running, loadRefusal: 'this viewer only looks' });
  assert.deepEqual(refused.effects, []);
  assert.equal(refused.screen.notice?.text, 'this viewer only looks');
});

test('+ raises the rate by 5 %, - lowers it by 5 %', () => {
  assert.deepEqual(asked('+', 'running'), send({ kind: 'adjust-rate', factor: 1.05 }));
  assert.deepEqual(asked('-', 'running'), send({ kind: 'adjust-rate', factor: 0.95 }));
  assert.deepEqual(asked('+', 'idle'), []);
});

/** What is typed after `=`, and the enter behind it. */
function typed(text: string, facts: Facts = running): ReturnType<typeof press> {
  return press(screenAfter(['=', ...text], facts), 'enter', facts);
}

test('= opens a prompt, and enter sends what was typed', () => {
  const rows: readonly (readonly [string, unknown])[] = [
    ['220', { kind: 'to', perSecond: 220 }],
    ['220/s', { kind: 'to', perSecond: 220 }],
    ['12000/min', { kind: 'to', perSecond: 200 }],
    ['+10%', { kind: 'times', factor: 1.1 }],
    ['-10%', { kind: 'times', factor: 0.9 }],
    ['-50', { kind: 'by', perSecond: -50 }],
    ['+50', { kind: 'by', perSecond: 50 }],
  ];
  for (const [text, change] of rows) {
    const { screen, effects } = typed(text);
    assert.deepEqual(effects, send({ kind: 'set-rate', change }), text);
    assert.equal(screen.prompt, null, text);
  }
});

test('a change above a quarter is asked about, and sent by y alone', () => {
  for (const text of ['251', '900', '149', '+30%', '-60', '+51']) {
    const { screen, effects } = typed(text);
    assert.deepEqual(effects, [], text);
    assert.equal(screen.question?.kind, 'rate', text);
    assert.deepEqual(press(screen, 'enter', running).effects, [], text);
    assert.deepEqual(press(screen, 'n', running), { screen: { ...screen, question: null }, effects: [] }, text);
  }
  const question = typed('900').screen;
  assert.deepEqual(
    press(question, 'y', running).effects,
    send({ kind: 'set-rate', change: { kind: 'to', perSecond: 900 } }),
  );
  assert.ok(
    press(question, 'y', { ...running, runState: 'finished' }).effects.every(
      ({ kind }) => kind !== 'send' && kind !== 'quit',
    ),
  );
  // Where no rate is known, nothing is known of the step either.
  assert.equal(typed('200', { ...running, ratePerSecond: null }).screen.question?.kind, 'rate');
});

test('while a rate is typed no stroke reaches a key, and esc leaves', () => {
  const open = screenAfter(['=']);
  for (const stroke of ['S', 'P', 'C', 'X', '!', 'H', 'q', 'space', 'tab', '?', 'ctrl-z', '1', '=']) {
    const pressed = press(open, stroke, running);
    assert.deepEqual(pressed.effects, [], stroke);
    assert.equal(pressed.screen.question, null, stroke);
    assert.notEqual(pressed.screen.prompt, null, stroke);
  }
  assert.deepEqual(screenAfter(['escape'], running, open), initialScreen);
  assert.deepEqual(screenAfter(['enter'], running, open), initialScreen);
  assert.deepEqual(press(open, 'ctrl-c', running).effects, [{ kind: 'quit' }]);
});

test('what is typed can be taken back, is bounded, and is not sent while it is no rate', () => {
  assert.equal(screenAfter(['=', '9', '0', 'backspace', '1']).prompt?.text, '91');
  assert.equal(screenAfter(['=', ...'9'.repeat(100)]).prompt?.text.length, 16);
  for (const text of ['fast', '10%', '0', '-200', '-100%', '1/day', '+', '9999999']) {
    const { screen, effects } = typed(text);
    assert.deepEqual(effects, [], text);
    assert.match(screen.prompt?.fault ?? '', /^expected/, text);
    assert.equal(screenAfter(['backspace'], running, screen).prompt?.fault, null, text);
  }
});

test('keys of the rate have nothing to do where there is no rate to steer, and say why', () => {
  for (const stroke of ['=', 'H', '+', '-']) {
    for (const runState of ['idle', 'cooling', 'finished'] as const) {
      const { screen, effects } = press(initialScreen, stroke, { ...running, runState });
      assert.deepEqual([effects, screen.prompt], [[], null]);
      assert.match(screen.notice?.text ?? '', new RegExp(`the load is ${runState}`));
    }
    const search = press(initialScreen, stroke, { ...running, hasPlan: false });
    assert.deepEqual([search.effects, search.screen.prompt], [[], null]);
    assert.match(search.screen.notice?.text ?? '', /the search chooses the rate/);
  }
});

test('A takes the answer of a search that knows something, and of nothing else', () => {
  const accept = (facts: Partial<Facts>) => press(initialScreen, 'A', { ...running, hasPlan: false, ...facts });
  assert.deepEqual(accept({}).effects, [{ kind: 'send', command: { kind: 'accept' } }]);
  assert.equal(accept({}).screen.notice, null);
  assert.match(accept({ runState: 'warming' }).screen.notice?.text ?? '', /nothing to accept yet/);
  assert.match(accept({ hasPlan: true }).screen.notice?.text ?? '', /A is for searches/);
});

test('a rate entered after the load has ended is not sent', () => {
  const { screen, effects } = press(screenAfter(['=', '2', '1', '0']), 'enter', { ...running, runState: 'finished' });
  assert.deepEqual(effects, []);
  assert.match(screen.notice?.text ?? '', /nothing to adjust/);
});

test('H holds the rate, and lets the plan go on', () => {
  assert.deepEqual(asked('H', 'running'), send({ kind: 'hold' }));
  assert.deepEqual(press(initialScreen, 'H', { ...running, isHeld: true }).effects, send({ kind: 'go-on' }));
});

test('a key that has nothing to do says why', () => {
  assert.equal(
    press(initialScreen, 'P', { ...running, runState: 'idle' }).screen.notice?.text,
    'nothing to pause: the load is idle',
  );
  assert.match(press(initialScreen, 'S', { ...running, hasLoad: false }).screen.notice?.text ?? '', /only watches/);
});

test('a lower-case load key does nothing but tell of the upper-case one', () => {
  for (const stroke of ['s', 'p', 'c', 'x', 'h']) {
    const { screen, effects } = press(initialScreen, stroke, running);
    assert.deepEqual(effects, []);
    assert.match(screen.notice?.text ?? '', new RegExp(`upper case: ${stroke.toUpperCase()} means`));
  }
});

test('an unbound key only clears the notice', () => {
  const told = screenAfter(['p']);
  assert.deepEqual(press(told, 'u', running), { screen: initialScreen, effects: [] });
});

test('X, ! and q ask first under load; only y goes on, n and escape do not, other keys are not heard', () => {
  for (const [stroke, question] of [
    ['X', 'stop'],
    ['!', 'abort'],
    ['q', 'quit'],
  ] as const) {
    const open = press(initialScreen, stroke, running);
    assert.deepEqual(open.effects, []);
    assert.equal(open.screen.question?.kind, question);
    assert.equal(screenAfter(['n'], running, open.screen).question, null);
    assert.equal(screenAfter(['escape'], running, open.screen).question, null);
    assert.deepEqual(press(open.screen, 'S', running), { screen: open.screen, effects: [] });
    assert.deepEqual(press(open.screen, 'space', running), { screen: open.screen, effects: [] });
    const yes = press(open.screen, 'y', running);
    assert.equal(yes.screen.question, null);
    assert.deepEqual(yes.effects, question === 'quit' ? [{ kind: 'quit' }] : send({ kind: question }));
  }
});

test('a stop or an abort confirmed after the load has ended by itself is not sent', () => {
  for (const stroke of ['X', '!']) {
    const open = press(initialScreen, stroke, running).screen;
    assert.ok(
      press(open, 'y', { ...running, runState: 'finished' }).effects.every(
        ({ kind }) => kind !== 'send' && kind !== 'quit',
      ),
    );
  }
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

test('a question about load that has ended meanwhile is not asked any more, and takes no key', () => {
  const standing = screenAfter(['q']);
  assert.equal(questionOf(standing, 'running')?.kind, 'quit');
  assert.equal(questionOf(standing, 'finished'), null);
  const finished: Facts = { ...running, runState: 'finished' };
  assert.ok(press(standing, 'y', finished).effects.every(({ kind }) => kind !== 'send' && kind !== 'quit'));
  assert.deepEqual(press(standing, 'q', finished).effects, [{ kind: 'quit' }]);
});

test('while a question is open, keys that lessen the load are heard', () => {
  const asked = screenAfter(['='], running);
  const open = ['9', '0', '0', 'enter'].reduce((screen, stroke) => press(screen, stroke, running).screen, asked);
  assert.equal(open.question?.kind, 'rate');
  assert.equal(press(open, 'X', running).screen.question?.kind, 'stop');
  assert.equal(press(open, '!', running).screen.question?.kind, 'abort');
  assert.deepEqual(press(open, 'C', running), {
    screen: { ...open, question: null },
    effects: send({ kind: 'cool-down' }),
  });
  assert.deepEqual(press(open, 'P', running).effects, send({ kind: 'pause' }));
  // A pause that would be ended means more load, as does every other key.
  const paused = { ...running, runState: 'paused' as const };
  for (const stroke of ['P', '+', 'S'])
    assert.deepEqual(press(open, stroke, paused), { screen: open, effects: [] }, stroke);
});
