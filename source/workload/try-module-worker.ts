import { parentPort, workerData } from 'node:worker_threads';

/** Thread that brings in the module at the URL of its data, and tells when that came to an end, good or bad. */
const url: unknown = workerData;
try {
  if (typeof url === 'string') await import(url);
} catch {
  // Why it failed is found where it is brought in for good: here only that it ended matters.
}
parentPort?.postMessage('ended');
