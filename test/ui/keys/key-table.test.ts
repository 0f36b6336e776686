import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bindings } from '../../../source/config/bindings.js';
import { keyGroup, keysMarkdown } from '../../../source/ui/keys/key-table.js';

test('every key stands in the table, those that step the rate and those that show one pane as one line each', () => {
  const lines = keysMarkdown().split('\n');
  const own = bindings.filter(
    ({ action }) => !action.startsWith('zoom-') && action !== 'faster' && action !== 'slower',
  );
  assert.equal(lines.length, 2 + own.length + 2);
  assert.ok(lines.some((line) => line.startsWith('| `+ -` | load | ')));
  for (const { label, help } of own) {
    assert.ok(
      lines.some((line) => line.startsWith(`| \`${label}\` | `) && line.endsWith(` | ${help} |`)),
      label,
    );
  }
  for (const line of lines) assert.equal(line.split('|').length, 5, line);
  for (const { action } of own) assert.match(keysMarkdown(true), new RegExp(`\\| ${action} \\|`));
});

test('a group has its title and its keys', () => {
  const { title, rows } = keyGroup('load');
  assert.equal(title, 'Load');
  assert.deepEqual(
    rows.map(({ label }) => label),
    ['S', 'P', 'C', 'A', 'X', '!', '+ -', '=', 'H', 'R', 'K', 'Z'],
  );
  assert.ok(keyGroup('view').rows.some(({ label }) => label === '1 to 0'));
});
