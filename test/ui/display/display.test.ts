import assert from 'node:assert/strict';
import { test } from 'node:test';
import xterm from '@xterm/headless';
import fc from 'fast-check';
import { createDisplay, type Frame, type Tile } from '../../../source/ui/display/display.js';
import { createGrid, writeLine } from '../../../source/ui/display/grid.js';
import { createStyles } from '../../../source/ui/display/styles.js';

/** Text that is drawn in one cell, in two, and in several bytes. */
const characters = ['a', 'b', 'Z', ' ', ' ', ' ', '#', 'é', '█', '▁', '╭', '─', '●', '数', '가', 'ｗ', '⣿'] as const;
const codes = [
  '',
  '1',
  '2',
  '7',
  '31',
  '90',
  '38;5;178',
  '38;2;10;20;30',
  '48;5;25',
  '1;36',
  '22',
  '39',
  '49',
  '27',
] as const;

const pieces = fc.array(
  fc.tuple(fc.constantFrom(...codes), fc.array(fc.constantFrom(...characters), { minLength: 1, maxLength: 12 })),
  { minLength: 1, maxLength: 6 },
);

/** A painted line of exactly `width` cells, its style ended. */
function lineOf(parts: readonly (readonly [string, readonly string[]])[], width: number): string {
  let line = '';
  let used = 0;
  for (const [code, texts] of parts) {
    line += `\u001b[${code}m`;
    for (const text of texts) {
      const cells = '数가ｗ'.includes(text) ? 2 : 1;
      if (used + cells > width) break;
      line += text;
      used += cells;
    }
  }
  return `${line}\u001b[m${' '.repeat(width - used)}`;
}

type Step = {
  readonly columns: number;
  readonly rows: number;
  readonly split: number;
  readonly left: readonly Parameters<typeof lineOf>[0][];
  readonly right: readonly Parameters<typeof lineOf>[0][];
  readonly overlay: {
    readonly row: number;
    readonly column: number;
    readonly width: number;
    readonly lines: readonly Parameters<typeof lineOf>[0][];
  } | null;
  readonly happens: 'frame' | 'same' | 'invalidate';
};

const step: fc.Arbitrary<Step> = fc.record({
  columns: fc.constantFrom(12, 12, 12, 25, 40),
  rows: fc.constantFrom(3, 3, 3, 6),
  split: fc.constantFrom(0, 5, 5, 8),
  left: fc.array(pieces, { minLength: 6, maxLength: 6 }),
  right: fc.array(pieces, { minLength: 6, maxLength: 6 }),
  overlay: fc.option(
    fc.record({
      row: fc.integer({ min: 0, max: 4 }),
      column: fc.integer({ min: 0, max: 9 }),
      width: fc.integer({ min: 1, max: 12 }),
      lines: fc.array(pieces, { minLength: 1, maxLength: 3 }),
    }),
  ),
  happens: fc.constantFrom('frame', 'frame', 'frame', 'same', 'invalidate'),
});

function frameOf(one: Step): Frame {
  const { columns, rows, split, overlay } = one;
  const tile = (column: number, width: number, lines: Step['left']): Tile => ({
    row: 0,
    column,
    width,
    lines: Array.from({ length: rows }, (_, row) => lineOf(lines[row]!, width)),
  });
  return {
    columns,
    rows,
    tiles:
      split === 0 ? [tile(0, columns, one.left)] : [tile(0, split, one.left), tile(split, columns - split, one.right)],
    overlays:
      overlay === null
        ? []
        : [
            {
              row: overlay.row,
              column: overlay.column,
              width: Math.min(overlay.width, columns - overlay.column),
              lines: overlay.lines.map((line) => lineOf(line, Math.min(overlay.width, columns - overlay.column))),
            },
          ],
  };
}

/** The screen that a frame means, told without any difference: what a terminal shows that gets every line in whole. */
async function expected(frame: Frame): Promise<readonly string[]> {
  const grid = createGrid(frame.columns, frame.rows, ' ');
  const styles = createStyles();
  for (const tile of [...frame.tiles, ...frame.overlays]) {
    for (const [row, line] of tile.lines.entries()) {
      writeLine(grid, tile.row + row, tile.column, tile.width, line, styles);
    }
  }
  const terminal = new xterm.Terminal({ cols: frame.columns, rows: frame.rows, allowProposedApi: true });
  let bytes = '\u001b[?7l';
  for (let row = 0; row < frame.rows; row++) {
    bytes += `\u001b[${row + 1}H`;
    for (let column = 0; column < frame.columns; column++) {
      const cell = row * frame.columns + column;
      bytes += `\u001b[m${styles.change(0, grid.styles[cell]!)}${grid.texts[cell]!}`;
    }
  }
  await new Promise<void>((resolve) => {
    terminal.write(bytes, resolve);
  });
  return cellsOf(terminal);
}

function cellsOf(terminal: xterm.Terminal): readonly string[] {
  const cells: string[] = [];
  for (let row = 0; row < terminal.rows; row++) {
    const line = terminal.buffer.active.getLine(terminal.buffer.active.baseY + row)!;
    for (let column = 0; column < terminal.cols; column++) {
      const cell = line.getCell(column)!;
      const text = cell.getWidth() === 0 ? '' : cell.getChars() || ' ';
      const ground = [cell.getBgColorMode(), cell.getBgColor(), cell.isInverse(), cell.isUnderline()];
      const ink = [cell.getFgColorMode(), cell.getFgColor(), cell.isBold(), cell.isDim()];
      // Of a blank nobody sees the ink.
      const isSeen = text !== ' ' || cell.isInverse() !== 0 || cell.isUnderline() !== 0;
      cells.push(`${row},${column}: ${text} ${[...ground, ...(isSeen ? ink : [])].join(' ')}`);
    }
  }
  return cells;
}

test('the bytes written make the terminal show each frame, through overlays, other divisions and resizes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      const terminal = new xterm.Terminal({ cols: 12, rows: 3, allowProposedApi: true });
      terminal.write('\u001b[?7lrubbish from before');
      let written = '';
      const display = createDisplay(
        (bytes, done) => {
          written += bytes;
          terminal.write(bytes, done);
        },
        () => {},
      );
      let last: Frame | null = null;
      for (const one of steps) {
        const frame: Frame = one.happens === 'same' && last !== null ? last : frameOf(one);
        if (terminal.cols !== frame.columns || terminal.rows !== frame.rows) {
          terminal.resize(frame.columns, frame.rows);
          // What a terminal makes of its old content is its own affair.
          if (last !== null) terminal.write('\u001b[2;2Hmess');
        } else if (one.happens === 'invalidate' && last !== null) {
          terminal.write('\u001b[1;1Hgarbage\u001b[1;31m');
          display.invalidate();
        }
        last = frame;
        assert.ok(display.draw(frame));
        await new Promise<void>((resolve) => {
          terminal.write('', resolve);
        });
        assert.deepEqual(cellsOf(terminal), await expected(frame));
      }
      assert.doesNotMatch(written, /\u001b\[[0-9]*[JK]/, 'nothing is erased');
      assert.doesNotMatch(written, /[\r\n]/);
    }),
    { numRuns: 150 },
  );
});

function plainFrame(...lines: readonly string[]): Frame {
  return plainFrameOf(lines[0]!.length, ...lines);
}

function plainFrameOf(columns: number, ...lines: readonly string[]): Frame {
  return { columns, rows: lines.length, tiles: [{ row: 0, column: 0, width: columns, lines }], overlays: [] };
}

/** A display whose writes are kept; each is taken at once, or when `finish` is called. */
function keptDisplay(isTakenAtOnce = true) {
  const writes: string[] = [];
  let finish: () => void = () => {};
  let idle = 0;
  const display = createDisplay(
    (bytes, done) => {
      writes.push(bytes);
      if (isTakenAtOnce) done();
      else finish = done;
    },
    () => {
      idle += 1;
    },
  );
  return { display, writes, finish: () => finish(), idle: () => idle };
}

test('has one write under way at most, and draws the newest frame once it is done', () => {
  const { display, writes, finish, idle } = keptDisplay(false);
  assert.ok(display.draw(plainFrame('one  ')));
  assert.ok(display.isBusy());
  for (let turn = 0; turn < 100; turn++) assert.equal(display.draw(plainFrame(`f${turn}   `.slice(0, 5))), false);
  assert.equal(writes.length, 1);
  finish();
  assert.equal(idle(), 1);
  assert.ok(display.draw(plainFrame('two  ')));
  assert.deepEqual(writes.slice(1), ['\u001b[Htwo']);
});

test('writes not one byte for a frame like the last one', () => {
  const { display, writes } = keptDisplay();
  display.draw(plainFrame('quiet', 'still'));
  display.draw(plainFrame('quiet', 'still'));
  assert.equal(writes.length, 1);
});

test('writes only the cells that differ', () => {
  const { display, writes } = keptDisplay();
  display.draw(plainFrame('rate 1,204/s  errors 0 %', 'a'.repeat(24)));
  display.draw(plainFrame('rate 1,207/s  errors 1 %', 'a'.repeat(24)));
  assert.equal(writes[1], '\u001b[1;10H7\u001b[11C1');
});

test('a blank is the same in every colour, and has its own where that is seen', () => {
  const { display, writes } = keptDisplay();
  display.draw(plainFrameOf(3, '\u001b[31mab\u001b[39m '));
  display.draw(plainFrameOf(3, '\u001b[31ma \u001b[39m '));
  display.draw(plainFrameOf(3, '\u001b[31ma \u001b[32m \u001b[39m'));
  display.draw(plainFrameOf(3, '\u001b[31ma\u001b[7m \u001b[27;39m '));
  assert.deepEqual(writes.slice(1), ['\u001b[2G ', '\b\u001b[7m ']);
});

test('puts a frame between the marks of synchronised output once the terminal is known to have it', () => {
  const { display, writes } = keptDisplay();
  display.draw(plainFrame('a'));
  display.setSynchronised(true);
  display.draw(plainFrame('b'));
  assert.deepEqual(writes, ['\u001b[m\u001b[Ha', '\u001b[?2026h\u001b[Hb\u001b[?2026l']);
});
