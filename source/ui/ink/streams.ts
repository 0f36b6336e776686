import type { ScreenSize } from '../viewer.js';

type Listener = (...values: readonly unknown[]) => void;

/** What Ink reads keys from: everything is put there by whoever reads the terminal. */
export type KeyStream = { readonly stream: NodeJS.ReadStream; readonly push: (keys: string) => void };

/** What Ink writes to: its frames go to whoever lays them over the panes, everything else nowhere. */
export type SheetStream = {
  readonly stream: NodeJS.WriteStream;
  /** Before what is drawn in this size is rendered: Ink asks for it at each commit. */
  readonly setSize: (size: ScreenSize) => void;
};

/**
 * A terminal's input as far as Ink needs one. Raw mode and bracketed paste are this program's own affair: Ink would undo
 * them in its own order, and only where it ends by itself.
 */
export function createKeyStream(): KeyStream {
  const listeners = createListeners();
  let waiting: string[] = [];
  const stream = {
    ...listeners.methods,
    isTTY: true,
    read: (): string | null => {
      if (waiting.length === 0) return null;
      const keys = waiting.join('');
      waiting = [];
      return keys;
    },
    setEncoding: () => stream,
    setRawMode: () => stream,
    ref: () => stream,
    unref: () => stream,
    addListener(name: string, listener: Listener) {
      listeners.methods.on(name, listener);
      // Keys typed before Ink was there to read them.
      if (name === 'readable' && waiting.length > 0) queueMicrotask(() => listeners.emit('readable'));
      return stream;
    },
  };
  return {
    stream: stream as unknown as NodeJS.ReadStream,
    push(keys) {
      waiting.push(keys);
      listeners.emit('readable');
    },
  };
}

/** A terminal's output as far as Ink needs one. `show` gets every frame that Ink draws, as its lines. */
export function createSheetStream(size: ScreenSize, show: (lines: readonly string[]) => void): SheetStream {
  const listeners = createListeners();
  const stream = {
    ...listeners.methods,
    isTTY: true,
    writable: true,
    columns: size.columns,
    rows: size.rows,
    write(text: string): boolean {
      // What begins a mode or moves a cursor is meant for a terminal; a frame is text and its styles.
      if (!/^\u001b(?:\[[?>]|[78])/.test(text)) show(text === '' || text === '\n' ? [] : text.split('\n'));
      return true;
    },
  };
  return {
    stream: stream as unknown as NodeJS.WriteStream,
    setSize({ columns, rows }) {
      Object.assign(stream, { columns, rows });
    },
  };
}

function createListeners() {
  const all = new Map<string, Set<Listener>>();
  const on = (name: string, listener: Listener): void => {
    const known = all.get(name) ?? new Set();
    all.set(name, known.add(listener));
  };
  const off = (name: string, listener: Listener): void => {
    all.get(name)?.delete(listener);
  };
  return {
    methods: { on, off, once: on, addListener: on, removeListener: off, prependListener: on },
    emit(name: string) {
      for (const listener of [...(all.get(name) ?? [])]) listener();
    },
  };
}
