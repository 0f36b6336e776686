import assert from 'node:assert/strict';
import type { AlertPlan } from '../../source/engine/alert/alerts.js';
import type { LoadSpec } from '../../source/engine/load/load.js';
import type { SessionEvent, SessionHead } from '../../source/model/events.js';
import type { RunResult, RunState } from '../../source/model/run.js';
import type { Shape } from '../../source/model/shape.js';
import { planPhases } from '../../source/session/plan.js';
import { type Job, type JobEnd, type Session, startSession } from '../../source/session/session.js';
import type { RunLimits } from '../../source/session/watch-run.js';
import { createSystemClock } from '../../source/time/clock.js';
import { plainHost, plainWork } from '../helpers/plain-load.js';

/** A run on a loopback port as a test wants it. */
export type RunWish = {
  readonly port: number;
  readonly shape: Shape;
  readonly durationMs: number;
  readonly load?: Partial<LoadSpec>;
  readonly limits?: Partial<RunLimits>;
  readonly maxPerSecond?: number;
  readonly alerts?: AlertPlan;
};

/** A session under way, looked at event by event. */
export type WatchedSession = {
  readonly session: Session;
  readonly events: readonly SessionEvent[];
  /** Resolves at the first event from now on that matches. */
  readonly when: (matches: (event: SessionEvent) => boolean) => Promise<void>;
  readonly states: () => readonly RunState[];
};

/** A run under way, looked at event by event. */
export type RunSession = WatchedSession & {
  /** Resolves with how the run ended and closes the session. */
  readonly end: () => Promise<{
    readonly end: Extract<JobEnd, { readonly kind: 'result' }>;
    readonly result: RunResult;
  }>;
};

const head: SessionHead = {
  id: 'test',
  kind: 'run',
  target: 'http://127.0.0.1/',
  objectives: [],
  servers: [],
  streams: [],
  startedAt: '2026-01-01T00:00:00.000Z',
  version: '0',
  arrivals: 'paced',
  seed: 1,
};

export function startRun(wish: RunWish): RunSession {
  const { port, shape, durationMs } = wish;
  const watched = watchSession(
    {
      kind: 'run',
      plan: {
        target: `http://127.0.0.1:${port}/`,
        load: {
          hosts: [plainHost(port)],
          work: plainWork(),
          arrivals: 'paced',
          seed: 1,
          inFlightLimit: 1000,
          timeoutMs: 2000,
          limitsMs: [],
          workers: 1,
          ...wish.load,
        },
        phases: planPhases(shape, durationMs, 0),
        objectives: [],
        maxPerSecond: wish.maxPerSecond ?? null,
        limits: { stops: [], tripWires: true, health: null, ...wish.limits },
      },
    },
    wish.alerts === undefined ? {} : { alerts: wish.alerts },
  );
  return {
    ...watched,
    async end() {
      const end = await watched.session.firstEnd;
      await watched.session.close('done');
      if (end.kind !== 'result' || end.result.kind !== 'run') assert.fail(JSON.stringify(end));
      return { end, result: end.result };
    },
  };
}

/** What of a session is not as it is for a run on loopback. */
export type SessionWish = {
  readonly head?: Partial<SessionHead>;
  readonly coolDownLimitMs?: number;
  readonly alerts?: AlertPlan;
};

/** Starts a session of any job. */
export function watchSession(job: Job, wish: SessionWish = {}): WatchedSession {
  const events: SessionEvent[] = [];
  const waiting: { readonly matches: (event: SessionEvent) => boolean; readonly call: () => void }[] = [];
  const session = startSession({
    ...wish,
    head: { ...head, ...wish.head },
    job,
    clock: createSystemClock(),
    checkTimeoutMs: 2000,
    sinks: [
      (event) => {
        events.push(event);
        const due = waiting.filter(({ matches }) => matches(event));
        for (const waiter of due) waiting.splice(waiting.indexOf(waiter), 1);
        // After the sink returns: a command is never sent from inside an event.
        for (const { call } of due) queueMicrotask(call);
      },
    ],
  });
  return {
    session,
    events,
    when: (matches) => new Promise((resolve) => waiting.push({ matches, call: resolve })),
    states: () => events.flatMap((event) => (event.kind === 'run/state' ? [event.to] : [])),
  };
}

export const constant = (perSecond: number): Shape => ({ kind: 'constant', perSecond });

export const isInterval = (event: SessionEvent): boolean => event.kind === 'load/interval';

export function becomes(state: RunState): (event: SessionEvent) => boolean {
  return (event) => event.kind === 'run/state' && event.to === state;
}
