import { type ChildProcess, fork } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { PlimsollError } from '../model/error.js';
import type { ClusterSpec, PrimaryMessage } from './demo-messages.js';

/**
 * What the demo is loaded with. Naive recursion to 26 takes about 1.2 ms of one core of a 2025 server, so that a worker
 * carries some 700 requests a second: enough for a steep line, few enough for a small generator.
 */
export const demoPath = '/fibonacci/26';

/** A running demo cluster: real processes on loopback. */
export type DemoCluster = {
  /** The front door, such as `http://127.0.0.1:8080`: connections are dealt out to the workers in turn. */
  readonly url: string;
  readonly workers: readonly DemoWorker[];
  /** Ends every process of the cluster and waits for it. Stopping twice is harmless. */
  readonly stop: () => Promise<void>;
};

/** A worker as it was when the cluster started; one that dies is started again under the same name and port. */
export type DemoWorker = { readonly name: string; readonly metricsUrl: string; readonly pid: number };

const startDeadlineMs = 15_000;
const stopDeadlineMs = 3_000;

/** One worker a core up to four, and never one alone: a cluster of one has nothing to spread. */
export function defaultWorkerCount(cores: number = availableParallelism()): number {
  return Math.max(2, Math.min(4, cores));
}

/**
 * Starts the demo cluster and waits until all its workers take requests. Port 0 is any free port. Rejects with code
 * `port-in-use` when somebody else has the port, `demo-failed` for anything else. The processes end with `stop`, and
 * also with the caller's process, however that ends.
 */
export async function startDemoCluster(
  options: { readonly workers?: number; readonly port?: number } = {},
): Promise<DemoCluster> {
  const spec: ClusterSpec = { workers: options.workers ?? defaultWorkerCount(), port: options.port ?? 0 };
  const primary = fork(fileURLToPath(new URL('./demo-primary.js', import.meta.url)), [JSON.stringify(spec)], {
    // Flags of the caller, such as an inspector's port, are not for the target.
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const exited = new Promise<void>((resolve) => {
    primary.once('exit', () => resolve());
  });
  const stop = async (): Promise<void> => {
    if (primary.connected) primary.disconnect();
    const deadline = setTimeout(() => primary.kill('SIGKILL'), stopDeadlineMs);
    await exited;
    clearTimeout(deadline);
  };
  try {
    const { port, workers } = await ready(primary);
    return {
      url: `http://127.0.0.1:${port}`,
      workers: workers.map((worker) => ({
        name: worker.name,
        metricsUrl: `ws://127.0.0.1:${worker.port}/metrics`,
        pid: worker.pid,
      })),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The primary's first message; rejects when it is a failure, or when none comes. */
function ready(primary: ChildProcess): Promise<Extract<PrimaryMessage, { kind: 'ready' }>> {
  let complaint = '';
  primary.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2_000);
  });
  return new Promise((resolve, reject) => {
    const fail = (code: string, message: string): void => {
      clearTimeout(deadline);
      reject(new PlimsollError(code, message));
    };
    const deadline = setTimeout(
      () => fail('demo-failed', `Expected the demo cluster to be ready within ${startDeadlineMs / 1000} s.`),
      startDeadlineMs,
    );
    primary.once('error', (error) => fail('demo-failed', `The demo cluster could not be started: ${error.message}`));
    primary.once('exit', () => fail('demo-failed', `The demo cluster ended before it was ready. ${complaint}`.trim()));
    primary.once('message', (message: PrimaryMessage) => {
      if (message.kind === 'failed') {
        fail(message.code, message.message);
        return;
      }
      clearTimeout(deadline);
      resolve(message);
    });
  });
}
