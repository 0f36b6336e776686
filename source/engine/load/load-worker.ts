import { parentPort, workerData } from 'node:worker_threads';
import type { Pacing } from '../../model/load.js';
import { peakRate } from '../../model/shape.js';
import type { WorkSpec } from '../../model/work.js';
import { createMetronomeWaker, startMetronome } from '../../time/metronome.js';
import { createThreadClock } from '../../time/thread-clock.js';
import { createTimerWaker } from '../../time/waker.js';
import { loadWork } from '../../workload/load-work.js';
import { createArrivalShelf } from './arrival.js';
import type { HostSpec, WatchedName } from './load.js';
import { beatFor } from './pacing.js';
import { phaseLayout } from './phase-memory.js';
import { createSender, type PhaseOrder } from './sender.js';
import { createThreadCpu } from './thread-cpu.js';
import { createWire } from './wire.js';
import { mostRemarks, workerAt } from './worker-memory.js';

/** What a worker is born with: its share of the load, and the memory where it tells of itself. */
export type WorkerSpec = {
  /** With this worker's share of the connections. */
  readonly hosts: readonly HostSpec[];
  readonly work: WorkSpec;
  readonly inFlightLimit: number;
  readonly timeoutMs: number;
  readonly limitsMs: readonly number[];
  readonly watched: readonly WatchedName[];
  readonly longestLimitMs: number;
  readonly pacing: Pacing;
  /** Cores that the process may use. */
  readonly cores: number;
  readonly memory: SharedArrayBuffer;
};

/** What the main thread asks of a worker. It says `ready` once after its birth, and `closed` as its last word. */
export type WorkerOrder = { readonly kind: 'drive'; readonly phase: PhaseOrder } | { readonly kind: 'close' };

export type WorkerWord =
  | { readonly kind: 'ready' }
  | { readonly kind: 'closed' }
  /** Why the code of a workload let an arrival end badly. */
  | { readonly kind: 'remark'; readonly text: string };

const cpuPeriodMs = 100;

if (parentPort !== null) await serve(parentPort, workerData as WorkerSpec);

async function serve(port: NonNullable<typeof parentPort>, spec: WorkerSpec): Promise<void> {
  const nowMs = createThreadClock();
  const told = new Float64Array(spec.memory);
  const cpuMs = createThreadCpu();
  const tell = (word: WorkerWord): void => port.postMessage(word);
  const remarked = new Set<string>();
  const remark = (text: string): void => {
    if (remarked.has(text) || remarked.size >= mostRemarks) return;
    remarked.add(text);
    tell({ kind: 'remark', text });
  };
  const source = await loadWork(spec.work);
  const metronome = spec.pacing === 'economical' ? null : await startMetronome();
  const shelf = createArrivalShelf();
  const pool = await createWire(spec, source, nowMs, {
    afterAnswer: (atMs) => sender.sendDue(atMs),
    remark,
    release: shelf.put,
  });
  const sender = createSender({
    pool,
    source,
    shelf,
    clients: spec.work.clients ?? 1,
    layout: phaseLayout(spec.longestLimitMs, spec.work.names.length, spec.watched.length),
    limitsMs: spec.limitsMs,
    watched: spec.watched,
    nowMs,
    createWaker: (kind, wake) =>
      kind === 'timer' || metronome === null
        ? createTimerWaker(nowMs, wake)
        : createMetronomeWaker(metronome, nowMs, wake),
    beatOf: ({ shape, stride }) => beatFor(spec.pacing, peakRate(shape) / stride, spec.cores),
    publish(handledUntilMs, atMs) {
      told[workerAt.inFlight] = pool.inFlight();
      told[workerAt.waiting] = pool.waiting();
      told[workerAt.connectionsOpen] = pool.connectionsOpen();
      if (atMs - told[workerAt.cpuReadAtMs]! >= cpuPeriodMs) {
        told[workerAt.cpuMs] = cpuMs();
        told[workerAt.cpuReadAtMs] = atMs;
      }
      told[workerAt.handledUntilMs] = handledUntilMs;
    },
  });
  port.on('message', (order: WorkerOrder) => {
    switch (order.kind) {
      case 'drive':
        sender.begin(order.phase);
        return;
      case 'close':
        sender.close();
        tell({ kind: 'closed' });
        port.close();
        return;
    }
  });
  tell({ kind: 'ready' });
}
