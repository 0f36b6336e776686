import { Worker } from 'node:worker_threads';
import { messageOf, PlimsollError } from '../../model/error.js';
import type { WorkerOrder, WorkerSpec, WorkerWord } from './load-worker.js';
import { workerAt, workerBytes } from './worker-memory.js';

/**
 * With Node's own limit of three times as much, garbage of ten thousand connections is let lie: half as much memory again,
 * and no request any cheaper.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 16 };

/** CPU time that a worker had used when it was read, `processNowMs()` scale. */
export type CpuReading = { readonly cpuMs: number; readonly readAtMs: number };

/** The sums of all workers at this moment. */
export type CrewGauges = { readonly inFlight: number; readonly waiting: number; readonly connectionsOpen: number };

/** The worker threads of one load. */
export type WorkerCrew = {
  readonly order: (worker: number, order: WorkerOrder) => void;
  readonly gauges: () => CrewGauges;
  /** How far the slowest worker has come; `processNowMs()` scale. */
  readonly handledUntilMs: () => number;
  readonly cpu: () => readonly CpuReading[];
  /** Ends all workers, each after it has accounted for all its arrivals. */
  readonly close: () => Promise<void>;
};

/** Starts one worker for each spec and resolves when all are ready. The first failure of any is told, and no more. */
export async function startWorkerCrew(
  specs: readonly Omit<WorkerSpec, 'memory'>[],
  onFailure: (error: PlimsollError) => void,
): Promise<WorkerCrew> {
  const memories = specs.map(() => new SharedArrayBuffer(workerBytes));
  const told = memories.map((memory) => new Float64Array(memory));
  let over = false;
  const members = specs.map((spec, index) => {
    const workerData: WorkerSpec = { ...spec, memory: memories[index]! };
    const worker = new Worker(new URL('./load-worker.js', import.meta.url), { workerData, resourceLimits });
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    const ready = new Promise<void>((resolve, reject) => {
      worker.once('message', (word: WorkerWord) => {
        if (word === 'ready') resolve();
      });
      worker.once('error', (error) => reject(failure(error)));
    });
    return { worker, ready, gone };
  });
  try {
    await Promise.all(members.map((member) => member.ready));
  } catch (error) {
    await Promise.all(members.map((member) => member.worker.terminate()));
    throw error;
  }
  const fail = (cause: unknown): void => {
    if (over) return;
    over = true;
    onFailure(failure(cause));
  };
  for (const { worker } of members) {
    worker.on('error', fail);
    worker.on('exit', () => fail('it ended by itself'));
  }
  const sum = (at: number): number => told.reduce((total, floats) => total + floats[at]!, 0);
  return {
    order(worker, order) {
      members[worker]!.worker.postMessage(order);
    },
    gauges: () => ({
      inFlight: sum(workerAt.inFlight),
      waiting: sum(workerAt.waiting),
      connectionsOpen: sum(workerAt.connectionsOpen),
    }),
    handledUntilMs: () => Math.min(...told.map((floats) => floats[workerAt.handledUntilMs]!)),
    cpu: () => told.map((floats) => ({ cpuMs: floats[workerAt.cpuMs]!, readAtMs: floats[workerAt.cpuReadAtMs]! })),
    async close() {
      over = true;
      for (const { worker } of members) worker.postMessage({ kind: 'close' } satisfies WorkerOrder);
      await Promise.all(members.map((member) => member.gone));
    },
  };
}

function failure(cause: unknown): PlimsollError {
  const why = typeof cause === 'string' ? cause : messageOf(cause);
  return new PlimsollError('load-worker-failed', `A worker thread of the load engine failed: ${why}.`, { cause });
}
