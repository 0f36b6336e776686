import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes read between two collections: a second of reading, of which some hundredths are the collection. */
const bytesBetween = 32_000_000;

let sinceBytes = 0;
let collect: (() => void) | null = null;

/**
 * Counts what was read of session files by this thread, and has the garbage of it collected from time to time. A long session
 * is hundreds of megabytes that are needed for a moment each; left to itself, V8 lets more than two hundred of them pile up
 * before it looks for what is in use, which is a tenth of that.
 */
export function countRead(bytes: number): void {
  sinceBytes += bytes;
  if (sinceBytes < bytesBetween) return;
  sinceBytes = 0;
  collect ??= collector();
  collect();
}

function collector(): () => void {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  return typeof gc === 'function' ? () => void gc() : () => {};
}
