import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunState } from '../../../source/model/run.js';
import { glyphsOf } from '../../../source/ui/glyphs.js';
import { press } from '../../../source/ui/keys/press.js';
import { initialScreen, type Question, type ScreenState } from '../../../source/ui/keys/screen-state.js';
import { type HintBarView, paintHintBar } from '../../../source/ui/panes/hint-bar.js';
import { themeOf } from '../../../source/ui/theme.js';
import { factsOfRun } from '../helpers/facts.js';
import { unstyled } from '../helpers/frames.js';

const running = factsOfRun({ nowMs: 1000, range: { fromMs: 0, toMs: 90_000 } });

function painted(screen: Partial<ScreenState>, width: number, change: Partial<HintBarView> = {}): string {
  const look = { theme: themeOf('default'), glyphs: glyphsOf('block') };
  const view: HintBarView = {
    screen: { ...initialScreen, ...screen },
    runState: 'running',
    hasLoad: true,
    hasPlan: true,
    ratePerSecond: 200,
    isHeld: false,
    ...change,
  };
  const line = unstyled(paintHintBar(view, width, look));
  assert.equal(line.length, width);
  return line.trimEnd();
}

function asked(question: Question, width: number): string {
  return painted({ question }, width);
}

const questions: readonly Question[] = [
  { kind: 'stop' },
  { kind: 'abort' },
  { kind: 'quit' },
  { kind: 'rate', change: { kind: 'to', perSecond: 999_999 }, fromPerSecond: 123_456, toPerSecond: 999_999 },
  { kind: 'rate', change: { kind: 'times', factor: 2 }, fromPerSecond: null, toPerSecond: null },
];

test('a load key is offered exactly where it has something to do', () => {
  const states: readonly RunState[] = ['idle', 'warming', 'running', 'paused', 'cooling', 'finished', 'aborted'];
  for (const runState of states) {
    for (const kind of ['run', 'discovery', 'monitor'] as const) {
      const facts = { ...running, runState, hasLoad: kind !== 'monitor', hasPlan: kind === 'run' };
      const hints = painted({}, 300, { runState, hasLoad: facts.hasLoad, hasPlan: facts.hasPlan });
      for (const [stroke, hint] of [
        ['S', 'S start'],
        ['P', 'P '],
        ['C', 'C cool'],
        ['A', 'A accept'],
        ['X', 'X stop'],
        ['H', 'H '],
        ['=', '+ - = rate'],
      ] as const) {
        const { effects, screen } = press(initialScreen, stroke, facts);
        const does = effects.length > 0 || screen.question !== null || screen.prompt !== null;
        assert.equal(hints.includes(` ${hint}`), does, `${stroke} of a ${kind} that is ${runState}: ${hints}`);
      }
    }
  }
});

test('a question always leaves room for its answers, down to 40 columns and below', () => {
  for (const question of questions) {
    for (let width = 26; width <= 200; width++) {
      assert.match(asked(question, width), /\? {3}y yes {2}n no$/, `${question.kind} at ${width}`);
    }
  }
});

test('a question is asked in as many words as there is room for', () => {
  assert.equal(asked({ kind: 'quit' }, 80), '  Load is under way. Stop it and quit?   y yes  n no');
  assert.equal(asked({ kind: 'quit' }, 40), '  Stop the load and quit?   y yes  n no');
  assert.equal(asked({ kind: 'quit' }, 39), '  Stop and quit?   y yes  n no');
  assert.equal(asked({ kind: 'stop' }, 40), '  Stop the load now?   y yes  n no');
  assert.equal(asked({ kind: 'stop' }, 30), '  Stop now?   y yes  n no');
  assert.equal(asked({ kind: 'abort' }, 80), '  Abort now, without waiting for what is in flight?   y yes  n no');
  const rate: Question = { kind: 'rate', change: { kind: 'to', perSecond: 900 }, fromPerSecond: 200, toPerSecond: 900 };
  assert.equal(asked(rate, 80), '  Change the rate from 200/s to 900/s?   y yes  n no');
  assert.equal(asked(rate, 40), '  From 200/s to 900/s?   y yes  n no');
});

test('a prompt shows what is typed, what it replaces and how to leave, as far as there is room', () => {
  const prompt = { text: '+10%', fault: null };
  assert.equal(painted({ prompt }, 80), '  rate  +10%▏  now 200/s  enter apply  esc leave  900  1200/min  +10%  -50');
  assert.equal(painted({ prompt }, 40), '  rate  +10%▏  enter apply  esc leave');
  assert.equal(painted({ prompt }, 20), '  rate  +10%▏');
  const fault = 'expected a rate above zero, got "0"';
  assert.equal(painted({ prompt: { text: '0', fault } }, 80), `  rate  0▏  ▲ ${fault}`);
});

test('a run has the keys of its rate, a search that of its answer, and H says what it does now', () => {
  assert.match(painted({}, 120), /\+ - = rate {2}H hold/);
  assert.doesNotMatch(painted({}, 120), /accept/);
  assert.match(painted({}, 120, { isHeld: true }), /H go on/);
  const search = painted({}, 120, { hasPlan: false });
  assert.match(search, /A accept/);
  assert.doesNotMatch(search, /hold|rate/);
});
