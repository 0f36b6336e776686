import { type ChildProcess, fork } from 'node:child_process';
import type { Socket } from 'node:net';
import { fileURLToPath } from 'node:url';
import {
  type OrderMessage,
  type WorkerMessage,
  type WorkerSeen,
  type WorkerSpec,
  workerName,
} from './demo-messages.js';

/** The workers of one cluster. */
export type WorkerPool = {
  /** Settles when every worker has listened once. */
  readonly ready: Promise<readonly WorkerSeen[]>;
  /** Gives a client to the next worker in turn. */
  readonly hand: (socket: Socket) => void;
  /** Ends all workers and waits for them. */
  readonly stop: () => Promise<void>;
};

type Seat = {
  readonly index: number;
  process: ChildProcess | null;
  /** Kept over restarts, so that whoever watches a worker finds it again. */
  port: number;
  isListening: boolean;
  /** Clients on their way to the worker by number; it may die before it takes them. */
  readonly underWay: Map<number, Socket>;
};

/** Wait before a dead worker is started again: one that dies at its start must not spin. */
const restartAfterMs = 500;

const stopDeadlineMs = 1_000;

/** Starts `count` workers, and starts each again whenever it dies. */
export function createWorkerPool(count: number): WorkerPool {
  const seats: Seat[] = Array.from({ length: count }, (_, at) => ({
    index: at + 1,
    process: null,
    port: 0,
    isListening: false,
    underWay: new Map(),
  }));
  const { promise: ready, resolve: resolveReady } = Promise.withResolvers<readonly WorkerSeen[]>();
  let turn = 0;
  let stopping = false;

  const send = (seat: Seat, message: OrderMessage): void => {
    seat.process?.send(message, () => {});
  };
  const tellSiblings = (): void => {
    const ports = seats.map((seat) => (seat.isListening ? seat.port : null));
    for (const seat of seats) if (seat.isListening) send(seat, { kind: 'siblings', ports });
  };
  const hand = (socket: Socket): void => {
    const listening = seats.filter((seat) => seat.isListening);
    const seat = listening[turn % listening.length];
    turn += 1;
    if (seat === undefined) {
      socket.destroy();
      return;
    }
    seat.underWay.set(turn, socket);
    // Kept open here until the worker says that it has it. An error is no news: the worker's end follows.
    seat.process?.send(
      { kind: 'connection', number: turn } satisfies OrderMessage,
      socket,
      { keepOpen: true },
      () => {},
    );
  };
  const take = (seat: Seat, message: WorkerMessage): void => {
    switch (message.kind) {
      case 'taken':
        // Closes only this process's hold on the connection.
        seat.underWay.get(message.number)?.destroy();
        seat.underWay.delete(message.number);
        return;
      case 'told':
        for (const other of seats) {
          if (other !== seat && other.isListening) send(other, { kind: 'tell', message: message.message });
        }
        return;
      case 'listening':
        seat.port = message.port;
        seat.isListening = true;
        tellSiblings();
        if (!seats.every((each) => each.isListening)) return;
        resolveReady(
          seats.map((each) => ({ name: workerName(each.index), port: each.port, pid: each.process?.pid ?? 0 })),
        );
    }
  };
  const start = (seat: Seat): void => {
    const spec: WorkerSpec = { index: seat.index, port: seat.port };
    const worker = fork(fileURLToPath(new URL('./demo-worker.js', import.meta.url)), [JSON.stringify(spec)], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    seat.process = worker;
    worker.on('message', (message: WorkerMessage) => take(seat, message));
    worker.once('exit', () => {
      seat.process = null;
      seat.isListening = false;
      if (stopping) return;
      tellSiblings();
      setTimeout(() => {
        if (!stopping) start(seat);
      }, restartAfterMs);
    });
    // Comes after the last message, so that what the worker took is known; 'disconnect' never comes while one is under way.
    worker.once('close', () => {
      const orphans = [...seat.underWay.values()];
      seat.underWay.clear();
      if (!stopping) for (const socket of orphans) hand(socket);
    });
  };
  for (const seat of seats) start(seat);

  return {
    ready,
    hand,
    async stop() {
      stopping = true;
      const workers = seats.flatMap((seat) => (seat.process === null ? [] : [seat.process]));
      const exits = workers.map((worker) => new Promise((resolve) => worker.once('exit', resolve)));
      for (const worker of workers) if (worker.connected) worker.disconnect();
      // A worker in the middle of a long piece of work notices nothing until it is through.
      const deadline = setTimeout(() => {
        for (const worker of workers) worker.kill('SIGKILL');
      }, stopDeadlineMs);
      await Promise.all(exits);
      clearTimeout(deadline);
    },
  };
}
