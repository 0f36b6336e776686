import { setFlagsFromString } from 'node:v8';
import { collectGarbage } from './collect-garbage.js';

/** Bytes read between two collections: a second of reading, of which some hundredths are the collection. */
const bytesBetween = 32_000_000;
/** By then the space of new objects has grown to 34 MB, with which reading is as fast as with the 134 that it would come to. */
const bytesGrown = 4_000_000;

let readBytes = 0;
let sinceBytes = 0;

/**
 * Counts what was read of session files by this thread, and has the garbage of it collected from time to time. A long session
 * is hundreds of megabytes that are needed for a moment each; left to itself, V8 lets more than two hundred of them pile up
 * before it looks for what is in use, which is a tenth of that.
 */
export function countRead(bytes: number): void {
  if (readBytes < bytesGrown && readBytes + bytes >= bytesGrown) setFlagsFromString('--semi-space-growth-factor=1');
  readBytes += bytes;
  sinceBytes += bytes;
  if (sinceBytes < bytesBetween) return;
  sinceBytes = 0;
  collectGarbage();
}
