import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** A job as a test's server keeps it; `shown` is what GET answers, an object as JSON and a text as it is. */
export type ServedJob = { readonly id: string; readonly csv: string; shown: object | string; status: number };

/** A target of a test that takes dataset jobs, on loopback. */
export type JobServer = {
  readonly port: number;
  readonly streamUrl: string;
  /** Texts uploaded, in order. */
  readonly uploads: readonly string[];
  /** Authorization fields of all requests. */
  readonly authorizations: readonly (string | undefined)[];
  readonly jobs: readonly ServedJob[];
  /** How often jobs were asked for. */
  readonly polls: () => number;
  /** Clients of the stream. */
  readonly listeners: () => number;
  /** Tells every client of the stream. */
  readonly tell: (message: object) => void;
  /** Cuts the clients of the stream, and takes none any more. */
  readonly cutStream: () => void;
  readonly close: () => Promise<void>;
};

/** What a server does other than take everything well. */
export type JobServerWish = {
  /** Called with each job that begins, to change what is shown of it and to tell of it. */
  readonly onTrain?: (job: ServedJob, server: JobServer) => void;
  /** The answer to an upload in place of `{"id", "rows"}`. */
  readonly onUpload?: (csv: string) => { readonly status: number; readonly body: string };
  readonly onPoll?: (job: ServedJob) => void;
  readonly hasStream?: boolean;
};

export async function startJobServer(wish: JobServerWish = {}): Promise<JobServer> {
  const uploads: string[] = [];
  const jobs: ServedJob[] = [];
  const authorizations: (string | undefined)[] = [];
  let polls = 0;
  let hasStream = wish.hasStream ?? true;
  const answer = (response: ServerResponse, status: number, body: object | string): void => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
  const http = createServer(async (request, response) => {
    authorizations.push(request.headers.authorization);
    let text = '';
    for await (const part of request.setEncoding('utf8')) text += part;
    const [, first, id, last] = (request.url ?? '').split('/');
    if (first === 'datasets' && id === undefined) {
      const own = wish.onUpload?.(text);
      uploads.push(text);
      const rows = text.trim().split('\n').length - 1;
      answer(response, own?.status ?? 201, own?.body ?? { id: `d${uploads.length}`, rows });
    } else if (first === 'datasets' && last === 'train') {
      const csv = uploads[Number(id?.slice(1)) - 1] ?? '';
      const job: ServedJob = { id: `j${jobs.length + 1}`, csv, shown: {}, status: 200 };
      job.shown = { id: job.id, state: 'training', progress: 0, accuracy: null };
      jobs.push(job);
      answer(response, 202, { jobId: job.id });
      wish.onTrain?.(job, server);
    } else if (first === 'jobs') {
      polls += 1;
      const job = jobs.find((each) => each.id === id);
      if (job !== undefined) wish.onPoll?.(job);
      answer(response, job?.status ?? 404, job?.shown ?? { error: 'no such job' });
    } else answer(response, 404, { error: 'no such path' });
  });
  const sockets = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request: IncomingMessage, socket: Socket, head) => {
    if (!hasStream) {
      socket.end('HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client: WebSocket) => client.on('error', () => {}));
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  const { port } = http.address() as AddressInfo;
  const server: JobServer = {
    port,
    streamUrl: `ws://127.0.0.1:${port}/metrics`,
    uploads,
    authorizations,
    jobs,
    polls: () => polls,
    listeners: () => sockets.clients.size,
    tell(message) {
      for (const client of sockets.clients) client.send(JSON.stringify(message));
    },
    cutStream() {
      hasStream = false;
      for (const client of sockets.clients) client.terminate();
    },
    async close() {
      for (const client of sockets.clients) client.terminate();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}
