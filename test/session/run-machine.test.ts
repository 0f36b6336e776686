import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SessionEventBody } from '../../source/model/events.js';
import type { RunState } from '../../source/model/run.js';
import { createRunMachine, mayBecome } from '../../source/session/run-machine.js';

test('every change of state is an event with its cause and reason', () => {
  const events: SessionEventBody[] = [];
  const machine = createRunMachine((event) => events.push(event));
  assert.equal(machine.become('running', 'plan', 'begins'), true);
  assert.equal(machine.become('paused', 'key', 'paused'), true);
  assert.equal(machine.state(), 'paused');
  assert.deepEqual(events, [
    { kind: 'run/state', from: 'idle', to: 'running', cause: 'plan', reason: 'begins' },
    { kind: 'run/state', from: 'running', to: 'paused', cause: 'key', reason: 'paused' },
  ]);
});

test('a change that makes no sense is refused and is no event', () => {
  const rows: readonly (readonly [RunState, RunState])[] = [
    ['idle', 'paused'],
    ['idle', 'cooling'],
    ['running', 'running'],
    ['cooling', 'running'],
    ['cooling', 'paused'],
    ['finished', 'paused'],
    ['aborted', 'finished'],
  ];
  for (const [from, to] of rows) assert.equal(mayBecome(from, to), false, `${from} -> ${to}`);
  const events: SessionEventBody[] = [];
  const machine = createRunMachine((event) => events.push(event));
  assert.equal(machine.become('paused', 'key', 'nothing to pause'), false);
  assert.equal(machine.state(), 'idle');
  assert.deepEqual(events, []);
});

test('an ended run may be started again', () => {
  assert.equal(mayBecome('finished', 'warming'), true);
  assert.equal(mayBecome('finished', 'running'), true);
  assert.equal(mayBecome('aborted', 'running'), true);
});
