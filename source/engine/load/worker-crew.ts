import { Worker } from 'node:worker_threads';
import { messageOf, PlimsollError } from '../../model/error.js';
import type { Clock } from '../../time/clock.js';
import type { WorkerOrder, WorkerSpec, WorkerWord } from './load-worker.js';
import { mostRemarks, workerAt, workerBytes } from './worker-memory.js';

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
  /** Ends all workers, each after it has accounted for all its arrivals where it still can. */
  readonly close: () => Promise<void>;
};

export type CrewListeners = {
  /** The first failure of any; no more is told after it. */
  readonly onFailure: (error: PlimsollError) => void;
  /** What the code of a workload has to say of itself: each text once. */
  readonly onRemark: (text: string) => void;
};

/** A worker that has not ended so long after it was asked to is kept by code that is not ours: it is ended by force. */
const farewellMs = 2_000;

/** Starts one worker for each spec and resolves when all are ready. */
export async function startWorkerCrew(
  specs: readonly Omit<WorkerSpec, 'memory'>[],
  clock: Pick<Clock, 'after'>,
  { onFailure, onRemark }: CrewListeners,
): Promise<WorkerCrew> {
  const memories = specs.map(() => new SharedArrayBuffer(workerBytes));
  const told = memories.map((memory) => new Float64Array(memory));
  let over = false;
  const remarked = new Set<string>();
  const remark = (text: string): void => {
    if (remarked.has(text) || remarked.size >= mostRemarks) return;
    remarked.add(text);
    onRemark(text);
  };
  const members = specs.map((spec, index) => {
    const workerData: WorkerSpec = { ...spec, memory: memories[index]! };
    // What code prints must not get between the lines of ours, or into the JSON on stdout.
    const printing = { stdout: true, stderr: true };
    const worker = new Worker(new URL('./load-worker.js', import.meta.url), {
      workerData,
      resourceLimits,
      ...printing,
    });
    for (const printed of [worker.stdout, worker.stderr]) {
      printed.setEncoding('utf8').on('data', (text: string) => remark(`it printed: ${text.trim()}`));
    }
    const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
    const ready = new Promise<void>((resolve, reject) => {
      worker.on('message', (word: WorkerWord) => {
        if (word.kind === 'ready') resolve();
        else if (word.kind === 'remark') remark(word.text);
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
      const cancel = clock.after(farewellMs, () => {
        for (const { worker } of members) void worker.terminate();
      });
      await Promise.all(members.map((member) => member.gone));
      cancel();
    },
  };
}

function failure(cause: unknown): PlimsollError {
  const why = typeof cause === 'string' ? cause : messageOf(cause);
  return new PlimsollError('load-worker-failed', `A worker thread of the load engine failed: ${why}.`, { cause });
}
