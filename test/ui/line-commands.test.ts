import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunCommand } from '../../source/model/run.js';
import { createStore } from '../../source/store/store.js';
import { createLineCommands } from '../../source/ui/line-commands.js';
import { scriptedHead } from '../store/helpers/scripted-session.js';

function steered(isReadOnly = false) {
  const store = createStore();
  store.apply({ atMs: 0, kind: 'session/started', head: { ...scriptedHead, kind: 'run' } });
  store.apply({ atMs: 0, kind: 'run/state', from: 'idle', to: 'running', cause: 'plan', reason: '' });
  store.apply({ atMs: 0, kind: 'load/rate', perSecond: 200, cause: 'plan', reason: '' });
  const said: string[] = [];
  const sent: RunCommand[] = [];
  const marks: string[] = [];
  let quits = 0;
  const type = createLineCommands({
    store,
    nowMs: () => 1000,
    isReadOnly,
    say: (sentence) => said.push(sentence),
    send: (command) => sent.push(command),
    mark: (text) => marks.push(text),
    quit: () => {
      quits += 1;
    },
  });
  return { type, said, sent, marks, quits: () => quits };
}

test('a line does what its command does in the palette', () => {
  const { type, sent, marks } = steered();
  for (const line of ['pause', 'rate +10%', 'mark  the canary is out', 'cool']) type(line);
  assert.deepEqual(sent, [
    { kind: 'pause' },
    { kind: 'set-rate', change: { kind: 'times', factor: 1.1 } },
    { kind: 'cool-down' },
  ]);
  assert.deepEqual(marks, ['the canary is out']);
});

test('what is asked before is asked here too, and anything but yes is no', () => {
  const { type, said, sent, quits } = steered();
  type('stop');
  assert.deepEqual(said, ['Stop the load now? y or n']);
  type('what');
  type('stop');
  type('yes');
  assert.deepEqual(sent, [{ kind: 'stop' }]);
  type('quit');
  assert.equal(quits(), 0);
  type('y');
  assert.equal(quits(), 1);
});

test('an empty line says how it is, and what cannot be done is said in a sentence', () => {
  const { type, said } = steered();
  for (const line of ['', 'theme mono', 'paws', 'rate fast', 'help']) type(line);
  assert.match(said[0] ?? '', /^load is running/);
  assert.match(said[1] ?? '', /theme is about a screen/);
  assert.match(said[2] ?? '', /there is no command paws/);
  assert.match(said[3] ?? '', /expected a rate/);
  assert.ok(said.includes('rate RATE: set the rate: 900, 1200/min, +10%, -50'));
  assert.ok(!said.some((sentence) => sentence.startsWith('zoom')));
});

test('who may only watch is told so', () => {
  const { type, said, sent } = steered(true);
  type('pause');
  assert.match(said[0] ?? '', /may only watch/);
  assert.deepEqual(sent, []);
});
