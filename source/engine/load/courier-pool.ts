import type { HttpRequest } from '../../model/work.js';
import { type Arrival, wasSent } from './arrival.js';
import type { Courier, ErrandEnd } from './courier.js';
import { createLinkedQueue } from './linked-queue.js';
import type { Pool } from './pool.js';
import { serverTimingMs } from './server-timing.js';

/** A pool whose arrivals go by courier: as the raw pool, over undici. */
export function createCourierPool(courier: Courier, afterAnswer: (nowMs: number) => void): Pool<HttpRequest> {
  const waiting = createLinkedQueue<Arrival<HttpRequest>>();
  const inFlight = createLinkedQueue<Arrival<HttpRequest>>();
  const settle = (arrival: Arrival<HttpRequest>, end: ErrandEnd, atMs: number): void => {
    (wasSent(arrival) ? inFlight : waiting).remove(arrival);
    const { credit } = arrival;
    switch (end.kind) {
      case 'answered': {
        const timing = end.headers['server-timing'];
        arrival.firstByteMs = end.firstByteMs;
        arrival.serverMs = timing === undefined ? null : serverTimingMs(String(timing));
        credit.settled(arrival, end.isGood ? 'ok' : 'badStatus', atMs);
        afterAnswer(atMs);
        return;
      }
      case 'noSocket':
        credit.blamed();
        credit.settled(arrival, 'unsent', atMs);
        return;
      case 'timeout':
      case 'connectionFailed':
        credit.settled(arrival, end.kind, atMs);
        return;
    }
  };
  return {
    submit(arrival, atMs) {
      const { credit } = arrival;
      waiting.push(arrival);
      courier.send(
        {
          request: arrival.work,
          client: arrival.client,
          keepBytes: 0,
          connected: (tookMs) => credit.connected(tookMs),
          sent(sentMs) {
            waiting.remove(arrival);
            arrival.sentMs = sentMs;
            inFlight.push(arrival);
            credit.sent(sentMs);
          },
          resent: () => credit.resent(),
          redirected: () => credit.redirected(),
          ended: (end, endedMs) => settle(arrival, end, endedMs),
        },
        atMs,
      );
    },
    check: courier.check,
    nextCheckMs: courier.nextCheckMs,
    inFlight: inFlight.size,
    waiting: waiting.size,
    connectionsOpen: courier.connectionsOpen,
    abandon(atMs) {
      courier.close();
      for (let arrival = inFlight.first(); arrival !== null; arrival = inFlight.first()) {
        inFlight.remove(arrival);
        arrival.credit.settled(arrival, 'unfinished', atMs);
      }
      for (let arrival = waiting.first(); arrival !== null; arrival = waiting.first()) {
        waiting.remove(arrival);
        arrival.credit.settled(arrival, 'unsent', atMs);
      }
    },
  };
}
