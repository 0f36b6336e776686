import type { IncomingMessage, ServerResponse } from 'node:http';
import { messageOf } from '../model/error.js';
import { type Answer, problem, writeAnswer } from './answer.js';
import { maxDatasetBytes } from './csv-dataset.js';
import type { JobQueue } from './job-queue.js';
import type { JobStore } from './job-store.js';
import { readBody } from './read-body.js';
import { type Route, routeOf } from './route.js';
import { askSibling } from './sibling.js';
import type { WorkIds } from './work-id.js';
import type { WorkerGauges } from './worker-gauges.js';

/** What a worker answers with. */
export type WorkerParts = {
  readonly index: number;
  readonly name: string;
  readonly queue: JobQueue;
  readonly store: JobStore;
  readonly ids: WorkIds;
  readonly gauges: WorkerGauges;
  /** Own port of the worker with this index; null when it is down or there is none. */
  readonly portOf: (index: number) => number | null;
};

const maxTrainBodyBytes = 1024;

/** The worker's request listener: a health check is answered at once, all else waits its turn in the queue. */
export function createRequestHandler(parts: WorkerParts): (request: IncomingMessage, response: ServerResponse) => void {
  const { queue, store, gauges } = parts;

  const enqueue = (response: ServerResponse, run: () => Answer): void => {
    const queuedAtMs = performance.now();
    gauges.received();
    const isQueued = queue.push(() => {
      const startedAtMs = performance.now();
      // Who asked is gone: the work would be for nobody, and only keep others waiting.
      const answer = response.destroyed ? null : runSafely(run);
      const appMs = performance.now() - startedAtMs;
      gauges.answered(appMs);
      if (answer !== null) writeAnswer(response, answer, { appMs, queueMs: startedAtMs - queuedAtMs });
    });
    if (isQueued) return;
    gauges.answered(0);
    writeNow(response, problem(503, 'The queue is full. Try again later.'));
  };
  const enqueueWithBody = async (
    request: IncomingMessage,
    response: ServerResponse,
    maxBytes: number,
    run: (body: string) => Answer,
  ): Promise<void> => {
    try {
      const body = await readBody(request, maxBytes);
      if (body === null) writeNow(response, problem(413, `Expected a body of at most ${maxBytes} bytes.`));
      else enqueue(response, () => run(body));
    } catch {
      response.destroy();
    }
  };
  /** Answers here when this worker holds the id, else passes the request on to the one that does. */
  const atOwner = (id: string, request: IncomingMessage, response: ServerResponse, here: () => void): void => {
    const owner = parts.ids.ownerOf(id);
    if (owner === parts.index) {
      here();
      return;
    }
    const port = owner === null ? null : parts.portOf(owner);
    if (port === null) writeNow(response, problem(404, 'No such id: it was never given, or its worker is down.'));
    else askSibling(port, request, response);
  };
  const answer = (route: Route, request: IncomingMessage, response: ServerResponse): void => {
    switch (route.kind) {
      case 'health':
        writeNow(response, {
          status: 200,
          body: { status: 'ok', worker: parts.name, pid: process.pid, queueDepth: queue.depth() },
        });
        return;
      case 'refused':
        writeNow(response, route.answer);
        return;
      case 'work':
        enqueue(response, route.run);
        return;
      case 'upload':
        void enqueueWithBody(request, response, maxDatasetBytes, store.upload);
        return;
      case 'train':
        atOwner(route.id, request, response, () => {
          void enqueueWithBody(request, response, maxTrainBodyBytes, (body) => store.train(route.id, body));
        });
        return;
      case 'job':
        atOwner(route.id, request, response, () => enqueue(response, () => store.job(route.id)));
        return;
    }
  };
  return (request, response) => answer(routeOf(request.method ?? '', request.url ?? '/'), request, response);
}

function writeNow(response: ServerResponse, answer: Answer): void {
  writeAnswer(response, answer, { appMs: 0, queueMs: 0 });
}

function runSafely(run: () => Answer): Answer {
  try {
    return run();
  } catch (error) {
    return problem(500, `The worker failed: ${messageOf(error)}`);
  }
}
