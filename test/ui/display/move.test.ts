import assert from 'node:assert/strict';
import { test } from 'node:test';
import xterm from '@xterm/headless';
import fc from 'fast-check';
import { moveBytes } from '../../../source/ui/display/move.js';

const rows = 30;
const columns = 120;
const place = fc.record({ row: fc.nat(rows - 1), column: fc.nat(columns - 1) });

test('brings the cursor anywhere, known or not where it is, in no more bytes than the direct way', async () => {
  await fc.assert(
    fc.asyncProperty(place, place, fc.constantFrom('all', 'row', 'none'), async (from, to, known) => {
      const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
      const bytes = moveBytes(
        { row: known === 'none' ? null : from.row, column: known === 'all' ? from.column : null },
        to.row,
        to.column,
      );
      await new Promise<void>((resolve) => {
        terminal.write(`\u001b[${from.row + 1};${from.column + 1}H${bytes}`, resolve);
      });
      const { cursorY: row, cursorX: column } = terminal.buffer.active;
      assert.deepEqual([row, column], [to.row, to.column]);
      assert.ok(bytes.length <= `\u001b[${to.row + 1};${to.column + 1}H`.length);
    }),
  );
});

test('goes the shortest way', () => {
  assert.equal(moveBytes({ row: 4, column: 10 }, 5, 8), '\v\b\b');
  assert.equal(moveBytes({ row: 4, column: 10 }, 4, 11), '\u001b[C');
  assert.equal(moveBytes({ row: 14, column: null }, 15, 40), '\v\u001b[41G');
  assert.equal(moveBytes({ row: 4, column: 3 }, 0, 0), '\u001b[H');
});
