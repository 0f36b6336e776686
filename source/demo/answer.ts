import type { ServerResponse } from 'node:http';

/** An answer before it is written. The body goes out as JSON. */
export type Answer = {
  readonly status: number;
  readonly body: object;
  /** Methods that the path takes; for 405 only. */
  readonly allow?: string;
};

/** What went wrong, as an answer: one sentence that says what was expected. */
export function problem(status: number, message: string): Answer {
  return { status, body: { error: message } };
}

/** Times of one request, in ms: working on it, and waiting for its turn. */
export type AnswerTiming = { readonly appMs: number; readonly queueMs: number };

/** Writes an answer with its `Server-Timing`, by which a client can tell the server's time from the network's. */
export function writeAnswer(response: ServerResponse, answer: Answer, timing: AnswerTiming): void {
  const body = Buffer.from(JSON.stringify(answer.body));
  const headers = [
    'Content-Type',
    'application/json',
    'Content-Length',
    String(body.length),
    'Server-Timing',
    `app;dur=${timing.appMs.toFixed(3)}, queue;dur=${timing.queueMs.toFixed(3)}`,
  ];
  if (answer.allow !== undefined) headers.push('Allow', answer.allow);
  response.writeHead(answer.status, headers).end(body);
}
