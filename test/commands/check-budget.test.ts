import assert from 'node:assert/strict';
import { test } from 'node:test';
import { budgetProblem } from '../../source/commands/check-budget.js';
import { parseConfig } from '../../source/config/parse-config.js';

function messageFor(discovery: object, command: 'run' | 'discover' | 'bench' = 'discover'): string | null {
  const reading = parseConfig(JSON.stringify({ discovery, objectives: ['p99 < 250ms'] }));
  return reading.kind === 'ok' ? (budgetProblem({ command, config: reading.config })?.message ?? null) : assert.fail();
}

test('a budget in which no rate could be judged is refused, whatever the effort', () => {
  for (const [effort, least] of [
    ['quick', 15],
    ['standard', 18],
    ['thorough', 19],
  ] as const) {
    assert.match(messageFor({ effort, budget: '5s' }) ?? '', new RegExp(`at least ${least}s, .*${effort}.*, got 5s`));
    assert.equal(messageFor({ effort, budget: `${least}s` }), null);
  }
  assert.equal(messageFor({}), null);
  assert.match(messageFor({ budget: '5s' }, 'bench') ?? '', /at least 18s/);
  assert.equal(messageFor({ budget: '5s' }, 'run'), null);
  assert.equal(messageFor({ budget: '5s', axis: 'work' }), null);
  assert.equal(messageFor({ budget: '5s', strategy: 'staircase' }), null);
});
