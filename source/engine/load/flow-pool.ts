import { codeOf, messageOf, PlimsollError } from '../../model/error.js';
import type { Outcome } from '../../model/outcome.js';
import type { Flow, HttpAnswer, HttpRequest } from '../../model/work.js';
import { type Arrival, wasSent } from './arrival.js';
import type { Courier, ErrandEnd } from './courier.js';
import type { ExchangeFailure } from './exchange.js';
import { createLinkedQueue } from './linked-queue.js';
import type { Pool } from './pool.js';
import type { WireListeners } from './wire.js';

/** As much of an answer's body is kept as text; the rest is read and let go. */
const keepBytes = 1024 * 1024;

/** One flow under way. */
type Run = {
  /** Its requests that have not ended: how to call each off. */
  readonly open: Map<symbol, (nowMs: number) => void>;
  /** How the last of them went wrong; null when it was answered or has not ended. */
  failure: Outcome | null;
  isOver: boolean;
};

/**
 * Runs flows; their requests go by the couriers of their hosts. A flow is in flight from its first sending to its end,
 * whatever it does meanwhile. A flow that ends badly is as its last request where that got no answer, else a bad status.
 * The couriers are driven by the pools that share them.
 */
export function createFlowPool(
  couriers: readonly Courier[],
  nowMs: () => number,
  { afterAnswer, remark }: WireListeners,
): Pool<Flow> {
  const waiting = createLinkedQueue<Arrival<Flow>>();
  const inFlight = createLinkedQueue<Arrival<Flow>>();
  const runs = new Map<Arrival<Flow>, Run>();

  const send = (arrival: Arrival<Flow>, atMs: number): void => {
    if (wasSent(arrival)) return;
    waiting.remove(arrival);
    arrival.sentMs = atMs;
    inFlight.push(arrival);
    arrival.credit.sent(atMs);
  };
  const end = (arrival: Arrival<Flow>, run: Run, outcome: Outcome, atMs: number): void => {
    run.isOver = true;
    runs.delete(arrival);
    // What it no longer waits for is of no use to anybody.
    for (const callOff of run.open.values()) callOff(atMs);
    run.open.clear();
    // One that ended well without a request was served at once.
    if (outcome === 'ok') send(arrival, atMs);
    (wasSent(arrival) ? inFlight : waiting).remove(arrival);
    if (outcome === 'unsent') arrival.credit.blamed();
    arrival.credit.settled(arrival, outcome, atMs);
  };
  const ask = (arrival: Arrival<Flow>, run: Run, request: HttpRequest): Promise<HttpAnswer> => {
    const { credit } = arrival;
    const asked = new Promise<HttpAnswer>((resolve, reject) => {
      // A flow that has ended gets no answer, not even a refusal: one that tries again and again would never stop.
      if (run.isOver) return;
      const courier = couriers[request.host];
      if (courier === undefined) {
        const came = `there are ${couriers.length}, and the request names number ${request.host}`;
        throw new PlimsollError('bad-request-spec', `Expected a request to one of the load's hosts; ${came}.`);
      }
      const key = Symbol();
      const beganMs = nowMs();
      credit.stepBegan(request.name, beganMs);
      let sentMs: number | null = null;
      let isOpen = true;
      run.failure = null;
      const callOff = courier.send(
        {
          request,
          client: arrival.client,
          keepBytes,
          connected: (tookMs) => credit.connected(tookMs),
          sent(atMs) {
            sentMs = atMs;
            send(arrival, atMs);
          },
          resent: () => credit.resent(),
          redirected: () => credit.redirected(),
          ended(result, atMs) {
            isOpen = false;
            run.open.delete(key);
            credit.stepSettled(request.name, beganMs, sentMs ?? beganMs, outcomeOf(result), atMs);
            if (result.kind === 'answered') resolve(answerOf(result));
            else {
              run.failure = failureOf(result.kind, arrival);
              // A turn later: a flow that asks again at once must not keep everything else from its turn.
              setImmediate(() => reject(noAnswer(request, result.kind)));
            }
            afterAnswer(atMs);
          },
        },
        beganMs,
      );
      // It may have failed at once.
      if (!isOpen) return;
      run.open.set(key, (atMs) => {
        callOff(atMs);
        credit.stepSettled(request.name, beganMs, sentMs ?? beganMs, sentMs === null ? 'unsent' : 'unfinished', atMs);
      });
    });
    // A flow that does not wait for all of its requests may not bring down the worker.
    asked.catch(() => {});
    return asked;
  };

  return {
    submit(arrival) {
      const run: Run = { open: new Map(), failure: null, isOver: false };
      runs.set(arrival, run);
      waiting.push(arrival);
      const settle = (isGood: boolean): void => {
        if (run.isOver) return;
        end(arrival, run, isGood ? 'ok' : (run.failure ?? 'badStatus'), nowMs());
      };
      let running: Promise<boolean>;
      try {
        running = arrival.work.run((request) => ask(arrival, run, request));
      } catch (error) {
        remark(messageOf(error));
        settle(false);
        return;
      }
      running.then(settle, (error: unknown) => {
        // That a request got no answer is counted under its name; everything else is counted nowhere.
        if (codeOf(error) !== 'no-answer' && !run.isOver) remark(messageOf(error));
        settle(false);
      });
    },
    check() {},
    nextCheckMs: () => Number.POSITIVE_INFINITY,
    inFlight: inFlight.size,
    waiting: waiting.size,
    connectionsOpen: () => 0,
    abandon(atMs) {
      // Before anything is called off: that would make room for others.
      for (const courier of couriers) courier.close();
      for (const [arrival, run] of [...runs]) {
        run.isOver = true;
        for (const callOff of run.open.values()) callOff(atMs);
        (wasSent(arrival) ? inFlight : waiting).remove(arrival);
        arrival.credit.settled(arrival, wasSent(arrival) ? 'unfinished' : 'unsent', atMs);
      }
      runs.clear();
    },
  };
}

/** How a flow ends whose last request failed so. Only what was never sent is unsent. */
function failureOf(failure: ExchangeFailure, arrival: Arrival<Flow>): Outcome {
  if (failure !== 'noSocket') return failure;
  return wasSent(arrival) ? 'connectionFailed' : 'unsent';
}

function noAnswer({ method, path }: HttpRequest, failure: ExchangeFailure): PlimsollError {
  const why = failure === 'timeout' ? 'none came in time' : 'there was no connection, or it broke';
  return new PlimsollError('no-answer', `Expected an answer to ${method} ${path}, but ${why}.`);
}

function outcomeOf(end: ErrandEnd): Outcome {
  switch (end.kind) {
    case 'answered':
      return end.isGood ? 'ok' : 'badStatus';
    case 'noSocket':
      return 'unsent';
    case 'timeout':
    case 'connectionFailed':
      return end.kind;
  }
}

function answerOf({ status, headers, body }: Extract<ErrandEnd, { readonly kind: 'answered' }>): HttpAnswer {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) fields.set(name, typeof value === 'string' ? value : value.join(', '));
  }
  // A character that was cut in two at the bound is left out.
  const text = new TextDecoder().decode(body, { stream: body.length === keepBytes });
  return { status, headers: fields, text };
}
