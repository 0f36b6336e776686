import { createServer } from 'node:net';
import type { Span } from './truth.js';

/**
 * The target of the load benchmark: the least that speaks HTTP, in a process of its own. It stamps every request with its
 * own clock when it comes, so that what is told of a generator is what a server saw of it. Ruled by messages.
 */
export type TargetOrder =
  /** Forgets what came and answers from now on after `delayMs`; with a freeze, its loop stands still as it says. */
  | { readonly kind: 'begin'; readonly delayMs: number; readonly freeze: Freeze | null }
  | { readonly kind: 'count' }
  /** The last `count` arrivals, and when the target stood still. */
  | { readonly kind: 'stamps'; readonly count: number };

/** Still for `lengthMs` in every `periodMs`, at its end. */
export type Freeze = { readonly periodMs: number; readonly lengthMs: number };

export type TargetWord =
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'count'; readonly count: number }
  | {
      readonly kind: 'stamps';
      readonly count: number;
      readonly stampsMs: readonly number[];
      readonly spans: readonly Span[];
    };

const answer = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok');
const stampsKept = 2 ** 22;

const stampsMs = new Float64Array(stampsKept);
let count = 0;
let delayMs = 0;
let spans: Span[] = [];
let thaw: NodeJS.Timeout | null = null;

const server = createServer({ noDelay: true }, (socket) => {
  socket.on('error', () => socket.destroy());
  // Neither generator sends a second request before the first is answered, so that a read is a request.
  socket.on('data', () => {
    stampsMs[count++ % stampsKept] = performance.now();
    if (delayMs === 0) socket.write(answer);
    else setTimeout(() => socket.writable && socket.write(answer), delayMs);
  });
});
server.listen(0, '127.0.0.1', 16_384, () => {
  tell({ kind: 'ready', port: (server.address() as { port: number }).port });
});
process.on('disconnect', () => process.exit());
process.on('message', (order: TargetOrder) => {
  switch (order.kind) {
    case 'begin':
      count = 0;
      delayMs = order.delayMs;
      spans = [];
      if (thaw !== null) clearTimeout(thaw);
      thaw = null;
      if (order.freeze !== null) freezeFrom(order.freeze, performance.now());
      tell({ kind: 'count', count });
      return;
    case 'count':
      tell({ kind: 'count', count });
      return;
    case 'stamps':
      tell({ kind: 'stamps', count, stampsMs: lastStamps(order.count), spans });
      return;
  }
});

function freezeFrom({ periodMs, lengthMs }: Freeze, beganMs: number): void {
  const stone = new Int32Array(new SharedArrayBuffer(4));
  thaw = setTimeout(
    () => {
      const fromMs = performance.now();
      Atomics.wait(stone, 0, 0, lengthMs);
      spans.push({ fromMs, untilMs: performance.now() });
      freezeFrom({ periodMs, lengthMs }, beganMs + periodMs);
    },
    beganMs + periodMs - lengthMs - performance.now(),
  );
}

function lastStamps(wanted: number): number[] {
  const first = Math.max(0, count - Math.min(wanted, stampsKept));
  return Array.from({ length: count - first }, (_, index) => stampsMs[(first + index) % stampsKept]!);
}

function tell(word: TargetWord): void {
  process.send?.(word);
}
