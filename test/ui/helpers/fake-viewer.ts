import { PassThrough, Writable } from 'node:stream';
import xterm from '@xterm/headless';
import type { Viewer } from '../../../source/ui/viewer.js';

/** A viewer without a terminal: what is written to it is drawn by xterm, and can be read as text. */
export type FakeViewer = {
  readonly viewer: Viewer;
  /** The screen as a person sees it: one string a row, trailing spaces cut. */
  readonly screen: () => Promise<readonly string[]>;
  /** Bytes written so far. */
  readonly bytes: () => number;
  readonly written: () => string;
  /** Types, as a terminal would send it. */
  readonly type: (keys: string) => void;
  readonly resize: (columns: number, rows: number) => void;
  readonly isRaw: () => boolean;
  readonly isAlternate: () => boolean;
  /** How many still listen for its size. */
  readonly resizeListeners: () => number;
};

export function createFakeViewer(
  columns: number,
  rows: number,
  look: Partial<Pick<Viewer, 'colourDepth' | 'isUnicode'>> = {},
): FakeViewer {
  const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 100 });
  let written = '';
  let raw = false;
  const stdout = Object.assign(
    new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _encoding, done) {
        const text = chunk.toString();
        written += text;
        terminal.write(text, done);
      },
    }),
    { isTTY: true, columns, rows },
  );
  terminal.onData((reply) => stdin.write(reply));
  const stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    setRawMode(isRaw: boolean) {
      raw = isRaw;
      return stdin;
    },
    ref: () => stdin,
    unref: () => stdin,
  });
  return {
    viewer: { stdin, stdout, colourDepth: look.colourDepth ?? 4, isUnicode: look.isUnicode ?? true },
    async screen() {
      await new Promise<void>((resolve) => {
        terminal.write('', resolve);
      });
      const { active } = terminal.buffer;
      return Array.from(
        { length: terminal.rows },
        (_, row) => active.getLine(active.baseY + row)?.translateToString(true, 0, terminal.cols) ?? '',
      );
    },
    bytes: () => Buffer.byteLength(written),
    written: () => written,
    type: (keys) => {
      stdin.write(keys);
    },
    resize(newColumns, newRows) {
      terminal.resize(newColumns, newRows);
      Object.assign(stdout, { columns: newColumns, rows: newRows });
      stdout.emit('resize');
    },
    isRaw: () => raw,
    resizeListeners: () => stdout.listenerCount('resize'),
    isAlternate: () => terminal.buffer.active.type === 'alternate',
  };
}
