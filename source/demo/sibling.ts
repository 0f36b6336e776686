import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { problem, writeAnswer } from './answer.js';

const agent = new Agent({ keepAlive: true });
const timeoutMs = 10_000;

/** Passes a request on to the worker that holds what it asks for, and its answer back as it is. Never throws. */
export function askSibling(port: number, request: IncomingMessage, response: ServerResponse): void {
  const fail = (): void => {
    if (response.headersSent) response.destroy();
    else writeAnswer(response, problem(503, 'The worker that holds this does not answer. Try again.'), noTime);
  };
  const asked = httpRequest(
    {
      agent,
      host: '127.0.0.1',
      port,
      method: request.method,
      path: request.url,
      headers: pick(request.headers, ['content-length', 'transfer-encoding']),
      timeout: timeoutMs,
    },
    (answer) => {
      response.writeHead(
        answer.statusCode ?? 502,
        pick(answer.headers, ['content-type', 'content-length', 'server-timing']),
      );
      answer.on('error', fail);
      answer.pipe(response);
    },
  );
  asked.on('timeout', () => asked.destroy(new Error('timeout')));
  asked.on('error', fail);
  request.on('error', () => asked.destroy());
  request.pipe(asked);
}

const noTime = { appMs: 0, queueMs: 0 };

function pick(headers: IncomingMessage['headers'], names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}
