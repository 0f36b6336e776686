import { getHeapSpaceStatistics, setFlagsFromString } from 'node:v8';
import { collectGarbage } from './collect-garbage.js';

/** Bytes read between two collections: a second of reading, of which some hundredths are the collection. */
const bytesBetween = 32_000_000;

/** What a space of new objects grows to: less costs more collections, and each of its objects that outlives one is moved. */
const newSpaceBytes = 16_000_000;

let sinceBytes = 0;
let isNewSpaceFree = true;

/**
 * Has V8 keep the space of new objects small, from when it is as large as reading needs: for a process that does nothing but
 * read session files. Left to itself it grows to 134 MB there, of which hardly anything is alive. It holds for every thread,
 * so not for a process that sends load too: collections would be more frequent.
 */
export function boundNewSpace(): void {
  isNewSpaceFree = false;
}

/**
 * Counts what was read of session files by this thread, and has the garbage of it collected from time to time. A long session
 * is hundreds of megabytes that are needed for a moment each; left to itself, V8 lets more than two hundred of them pile up
 * before it looks for what is in use, which is a tenth of that.
 */
export function countRead(bytes: number): void {
  if (!isNewSpaceFree && sizeOfNewSpace() >= newSpaceBytes) {
    // It doubles at most once between two looks.
    setFlagsFromString('--semi-space-growth-factor=1');
    isNewSpaceFree = true;
  }
  sinceBytes += bytes;
  if (sinceBytes < bytesBetween) return;
  sinceBytes = 0;
  collectGarbage();
}

function sizeOfNewSpace(): number {
  return getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_size ?? 0;
}
