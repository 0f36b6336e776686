import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countRead } from '../../record/reading-garbage.js';

/** Samples of one family: `series` is all that stands in a line before its value. */
export type SpoolFamily = { readonly add: (series: string, value: number, seconds: number) => void };

/**
 * Samples that are told family by family and come in the order of time, on disk where they are many. They are kept as numbers,
 * of which a line is several times as long.
 */
export type Spool = {
  /** `head`: what stands before the samples of a family, of which each is asked for once. */
  readonly family: (head: string) => SpoolFamily;
  /** Each family with samples, in the order in which these began: its head, and its lines in order and in pieces. */
  readonly read: () => Generator<{ readonly head: string; readonly pieces: Generator<Uint8Array> }>;
  /** Lets go of what is on disk. Twice is harmless. */
  readonly close: () => void;
};

/** Samples that a family holds in memory before they go to disk: 18 KB. */
const most = 1_024;

/** A part of a family: how many samples and which series there are, and of each sample its value, its time and its series. */
type Part = {
  readonly bytes: Uint8Array;
  readonly sizes: Uint32Array;
  readonly values: Float64Array;
  readonly times: Float64Array;
  readonly places: Uint16Array;
};

function emptyPart(): Part {
  const buffer = new ArrayBuffer(8 + most * 18);
  return {
    bytes: new Uint8Array(buffer),
    sizes: new Uint32Array(buffer, 0, 2),
    values: new Float64Array(buffer, 8, most),
    times: new Float64Array(buffer, 8 + most * 8, most),
    places: new Uint16Array(buffer, 8 + most * 16, most),
  };
}

/** What is held of a family. `file`: null while it is all of it. */
type Held = {
  readonly head: string;
  readonly part: Part;
  count: number;
  /** Of this part alone: there is no end to the names in a file made to have none. */
  readonly places: Map<string, number>;
  file: number | null;
};

/** Keeps what is large in files without a name, where the system has its temporary ones. */
export function createSpool(): Spool {
  const begun: Held[] = [];
  const spill = (held: Held): void => {
    held.file ??= openNameless();
    const names = Buffer.from(JSON.stringify([...held.places.keys()]));
    held.part.sizes.set([held.count, names.length]);
    writeWhole(held.file, held.part.bytes);
    writeWhole(held.file, names);
    held.places.clear();
    held.count = 0;
  };
  return {
    family(head) {
      const held: Held = { head, part: emptyPart(), count: 0, places: new Map(), file: null };
      const { places, part } = held;
      return {
        add(series, value, seconds) {
          if (held.count === 0 && held.file === null) begun.push(held);
          let place = places.get(series);
          if (place === undefined) {
            place = places.size;
            places.set(series, place);
          }
          part.values[held.count] = value;
          part.times[held.count] = seconds;
          part.places[held.count] = place;
          held.count += 1;
          if (held.count === most) spill(held);
        },
      };
    },
    *read() {
      for (const held of begun) yield { head: held.head, pieces: piecesOf(held) };
    },
    close() {
      for (const held of begun) {
        if (held.file !== null) closeSync(held.file);
        held.file = null;
      }
    },
  };
}

/** Opens a file that is gone once it is closed, however this process ends: it has lost its name before anything is in it. */
function openNameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-export-'));
  try {
    return openSync(join(folder, 'samples'), 'wx+', 0o600);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function* piecesOf({ count, file, part: last, places }: Held): Generator<Uint8Array> {
  const part = emptyPart();
  for (let at = 0; file !== null && readWhole(file, part.bytes, at); ) {
    const [samples = 0, length = 0] = part.sizes;
    const names = new Uint8Array(length);
    readWhole(file, names, at + part.bytes.length);
    at += part.bytes.length + length;
    // Lines pile up in buffers outside of the heap, where V8 sees no reason to collect them.
    countRead(part.bytes.length);
    yield linesOf(part, samples, JSON.parse(Buffer.from(names).toString()) as readonly string[]);
  }
  if (count > 0) yield linesOf(last, count, [...places.keys()]);
}

const thousandths = Array.from({ length: 1_000 }, (_, at) => `.${String(at).padStart(3, '0')}\n`);

function linesOf({ places, times, values }: Part, count: number, names: readonly string[]): Uint8Array {
  let text = '';
  // Neighbours are of one second, and whole numbers are written much faster than fractions.
  let [second, secondText] = [Number.NaN, ''];
  for (let at = 0; at < count; at++) {
    const ms = Math.round(times[at]! * 1_000);
    if (!(ms >= 0)) {
      text += `${names[places[at]!]!}${values[at]!} ${times[at]!.toFixed(3)}\n`;
      continue;
    }
    const whole = Math.floor(ms / 1_000);
    if (whole !== second) [second, secondText] = [whole, ` ${whole}`];
    text += names[places[at]!]! + values[at]! + secondText + thousandths[ms - whole * 1_000]!;
  }
  return Buffer.from(text);
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
}

/** False where the file has ended. */
function readWhole(file: number, bytes: Uint8Array, from: number): boolean {
  let at = 0;
  while (at < bytes.length) {
    const read = readSync(file, bytes, at, bytes.length - at, from + at);
    if (read === 0) return false;
    at += read;
  }
  return true;
}
