import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { codeOf } from '../model/error.js';
import { type OrderMessage, type WorkerMessage, type WorkerSpec, workerName } from './demo-messages.js';
import { createRequestHandler } from './handle-request.js';
import { createJobQueue } from './job-queue.js';
import { createJobStore } from './job-store.js';
import { serveMetrics } from './metrics-stream.js';
import { createWorkIds } from './work-id.js';
import { createWorkerGauges } from './worker-gauges.js';

/* One worker of the demo cluster: a process that really works for its answers. */

const spec = JSON.parse(process.argv[2] ?? '') as WorkerSpec;
const name = workerName(spec.index);
const queueLimit = 10_000;
const metricsPeriodMs = 1_000;

process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});
process.on('disconnect', () => process.exit(0));
// The primary may have died while this file was being loaded, when nobody listened for it yet.
if (!process.connected) process.exit(0);

const queue = createJobQueue(queueLimit);
const ids = createWorkIds(spec.index, process.pid);
const gauges = createWorkerGauges();
const store = createJobStore(queue, ids.next, (job) => {
  const message = { type: 'job', at: now(), job };
  metrics.tell(message);
  tell({ kind: 'told', message });
});
let siblings: readonly (number | null)[] = [];

const server = createServer(
  // Longer than any pool keeps a connection idle: a server that closes first makes the client's next request fail.
  { keepAliveTimeout: 120_000, noDelay: true },
  createRequestHandler({
    index: spec.index,
    name,
    queue,
    store,
    ids,
    gauges,
    portOf: (index) => siblings[index - 1] ?? null,
  }),
);
const metrics = serveMetrics(server, metricsPeriodMs, () => ({
  type: 'metrics',
  at: now(),
  worker: name,
  pid: process.pid,
  queueDepth: queue.depth(),
  ...gauges.read(),
}));

function tell(message: WorkerMessage): void {
  process.send?.(message);
}

/** Wall time as text: a stream's numbers are its metrics, and the time is none. */
function now(): string {
  return new Date().toISOString();
}

process.on('message', (message: OrderMessage, socket?: Socket) => {
  if (message.kind === 'siblings') {
    siblings = message.ports;
    return;
  }
  if (message.kind === 'tell') {
    metrics.tell(message.message);
    return;
  }
  tell({ kind: 'taken', number: message.number });
  // A client that gave up on the way arrives as a message without a socket.
  if (socket === undefined) return;
  // As the server does with those it accepts itself: a client may say that it is done sending and still wait.
  socket.allowHalfOpen = true;
  server.emit('connection', socket);
  socket.resume();
});

server.on('error', (error) => {
  // The old port was taken while this worker was down: better another than none.
  if (codeOf(error) === 'EADDRINUSE' && spec.port !== 0) server.listen(0, '127.0.0.1');
  else throw error;
});
server.on('listening', () => {
  tell({ kind: 'listening', port: (server.address() as AddressInfo).port });
});
server.listen(spec.port, '127.0.0.1');
