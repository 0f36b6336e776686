import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controls, mixed, scenarioNamed } from './simulated-scenarios.js';
import { lineInTheory, slowShare } from './simulated-theory.js';

test('one worker answers in exponential time of mean S / (1 - load)', () => {
  assert.ok(Math.abs(slowShare(50, 1, 0.01, 0.04) - Math.exp(-2)) < 1e-9);
  assert.equal(slowShare(200, 1, 0.01, 0.04), 1);
});

test('the lines of the scenarios with exponential times are those of theory', () => {
  for (const name of ['mmc8', 'cold', 'meta', 'small', 'blind', 'mmc32']) {
    const { objectives, target, truePerSecond } = scenarioNamed(name);
    const [objective] = objectives;
    const limitMs = objective?.kind === 'latency' ? objective.limitMs : 0;
    const line = lineInTheory(target, limitMs);
    assert.ok(Math.abs(line / truePerSecond! - 1) < 0.001, `${name}: ${line}`);
  }
});

test('the line of the mixed target is that of the node of its heavy requests', () => {
  const { firstNodeShare, ...heavy } = mixed.target;
  const line = lineInTheory(heavy, 80, 0.1) / firstNodeShare!;
  assert.ok(Math.abs(line / mixed.truePerSecond! - 1) < 0.001, `${line}`);
});

test('of two nodes the one with more arrivals sets the line', () => {
  const line = lineInTheory(controls.imbalanced.target, 75);
  assert.ok(line > 818 / 0.6 && line < 1.01 * (818 / 0.6) + 20, `${line}`);
});
