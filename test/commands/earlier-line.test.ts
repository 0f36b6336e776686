import assert from 'node:assert/strict';
import { test } from 'node:test';
import { earlierLine } from '../../source/commands/earlier-line.js';
import type { DiscoveryResult } from '../../source/model/discovery.js';
import { createRecorder } from '../../source/record/session-file.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { head, withFolder } from '../record/helpers.js';
import { scriptedAnswer } from '../store/helpers/scripted-session.js';

const { target } = scriptedAnswer;

/** A recorded search with an answer; its file. */
function recorded(folder: string, id: string, day: number, answer: Partial<DiscoveryResult>): string {
  const startedAt = `2026-01-0${day}T00:00:00.000Z`;
  const result = { ...scriptedAnswer, ...answer };
  const mine = { ...head, id, kind: 'discovery', target: result.target, startedAt } as const;
  const recorder = createRecorder(folder, mine, createVirtualClock(Date.parse(startedAt)), assert.fail);
  recorder.sink({ atMs: 1, kind: 'result', result });
  recorder.close();
  return recorder.file ?? assert.fail('nothing was recorded');
}

test('an earlier answer is found by id, by file, and as the newest of the same target that has one', () =>
  withFolder((folder) => {
    const file = recorded(folder, 'old', 1, { estimatePerSecond: 700 });
    recorded(folder, 'new', 2, { estimatePerSecond: 800 });
    recorded(folder, 'none', 3, { estimatePerSecond: null });
    recorded(folder, 'other', 4, { estimatePerSecond: 9, target: 'http://127.0.0.1:1/' });
    assert.deepEqual(earlierLine('old', target, folder), { kind: 'ok', perSecond: 700 });
    assert.deepEqual(earlierLine(file, target, folder), { kind: 'ok', perSecond: 700 });
    assert.deepEqual(earlierLine('last', target, folder), { kind: 'ok', perSecond: 800 });
  }));

test('what cannot be begun near is refused with the reason', () =>
  withFolder((folder) => {
    recorded(folder, 'none', 3, { estimatePerSecond: null });
    recorded(folder, 'other', 4, { target: 'http://127.0.0.1:1/' });
    const problem = (named: string): string => JSON.stringify(earlierLine(named, target, folder));
    assert.match(problem('none'), /found a load line/);
    assert.match(problem('other'), /got one of http:\/\/127.0.0.1:1/);
    assert.match(problem('unheard'), /expected a session of/);
    assert.match(problem('last'), /expected an earlier search of/);
    assert.match(problem(`${folder}/nothing.sqlite`), /cannot be read/);
  }));
