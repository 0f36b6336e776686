import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { alertProblems } from '../../../source/commands/read-alerts.js';
import { parseConfig } from '../../../source/config/parse-config.js';
import { readCondition } from '../../../source/engine/alert/check-expression.js';
import { projectRoot } from '../../helpers/project-root.js';

const text = readFileSync(join(projectRoot, 'docs', 'alerts.md'), 'utf8');

test('every config in docs/alerts.md can be used as it stands', () => {
  const blocks = [...text.matchAll(/```jsonc\n([\s\S]*?)```/g)].map((match) => match[1]!);
  assert.ok(blocks.length >= 3);
  for (const block of blocks) {
    const reading = parseConfig(block);
    assert.equal(reading.kind, 'ok', `${JSON.stringify(reading)}\n${block}`);
    if (reading.kind === 'ok') assert.deepEqual(alertProblems(reading.config.alerts), []);
  }
});

test('every expression in the table of docs/alerts.md is a condition', () => {
  const table = text.slice(text.indexOf('| rule | expression |'), text.indexOf('### Metrics'));
  const expressions = [...table.matchAll(/`([^`]+)`/g)].map((match) => match[1]!);
  assert.ok(expressions.length >= 10);
  for (const expression of expressions) assert.equal(readCondition(expression).kind, 'ok', expression);
});
