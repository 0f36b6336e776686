import { type AddressInfo, createServer } from 'node:net';
import { codeOf, messageOf } from '../model/error.js';
import type { ClusterSpec, PrimaryMessage } from './demo-messages.js';
import { createWorkerPool, type WorkerPool } from './worker-pool.js';

/*
 * The demo cluster's front door, a process of its own so that accepting connections takes nothing from the generator.
 * It deals connections out strictly in turn: node:cluster gives them to whichever worker happens to be free, and one
 * shared socket to whichever wakes first, so that with few connections one worker can get most of the load.
 */

const spec = JSON.parse(process.argv[2] ?? '') as ClusterSpec;

function tell(message: PrimaryMessage): void {
  process.send?.(message);
}

// Ctrl+C reaches every process of the terminal. Whoever started the cluster decides, by closing the channel.
process.on('SIGINT', () => {});
process.on('SIGHUP', () => {});

let pool: WorkerPool | null = null;
const door = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
  if (pool === null) socket.destroy();
  else pool.hand(socket);
});

let stopping = false;
const stop = async (): Promise<void> => {
  if (stopping) return;
  stopping = true;
  door.close();
  await pool?.stop();
  process.exit(0);
};
process.on('disconnect', stop);
process.on('SIGTERM', stop);
// Whoever started the cluster may have died while this file was being loaded, when nobody listened for it yet.
if (!process.connected) process.exit(0);

door.on('error', (error) => {
  const inUse = codeOf(error) === 'EADDRINUSE';
  tell({
    kind: 'failed',
    code: inUse ? 'port-in-use' : 'demo-failed',
    message: inUse
      ? `Port ${spec.port} of 127.0.0.1 is already in use. Choose another with --port, or --port 0 for any free one.`
      : `The demo cluster could not listen on port ${spec.port} of 127.0.0.1: ${messageOf(error)}.`,
  });
});
door.listen(spec.port, '127.0.0.1', async () => {
  // Only now: with the port taken there would be nothing for workers to do.
  pool = createWorkerPool(spec.workers);
  const workers = await pool.ready;
  tell({ kind: 'ready', port: (door.address() as AddressInfo).port, workers });
});
