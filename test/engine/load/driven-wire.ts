import { type Arrival, createArrival } from '../../../source/engine/load/arrival.js';
import type { HostSpec } from '../../../source/engine/load/load.js';
import { createWire } from '../../../source/engine/load/wire.js';
import type { Outcome } from '../../../source/model/outcome.js';
import type { Flow, Work } from '../../../source/model/work.js';
import { createThreadClock } from '../../../source/time/thread-clock.js';
import { plainWorkItem } from '../../helpers/plain-load.js';
import { certificate } from './loopback-certificate.js';

/** How an arrival ended, and when. */
export type Ended = { readonly outcome: Outcome; readonly arrival: Arrival; readonly endedMs: number };

/** A wire that a test submits arrivals to, and everything that was credited. */
export type DrivenWire = {
  readonly submit: (work: Work, client?: number) => Promise<Ended>;
  readonly counts: { sent: number; resent: number; redirected: number; blamed: number };
  readonly connectedMs: readonly number[];
  readonly steps: readonly { readonly name: number; readonly outcome: Outcome; readonly tookMs: number }[];
  /** In flight, waiting and connections open. */
  readonly gauges: () => readonly [inFlight: number, waiting: number, connectionsOpen: number];
  readonly abandon: () => void;
};

export type WireOptions = {
  readonly hasFlows?: boolean;
  readonly clients?: number;
  readonly inFlightLimit?: number;
  readonly timeoutMs?: number;
};

export function flow(run: Flow['run'], name = 0): Flow {
  return { kind: 'flow', name, run };
}

/** A loopback host that trusts the certificate of the tests. */
export function hostAt(port: number, change: Partial<HostSpec> = {}, protocol: 'http' | 'https' = 'http'): HostSpec {
  return {
    address: { protocol, host: 'localhost', ip: '127.0.0.1', port, path: '/' },
    request: plainWorkItem(),
    connections: null,
    keepAlive: true,
    tls: { caPem: certificate, verify: true },
    ...change,
  };
}

/** Runs what the test does with a wire, and ends the wire. */
export async function withWire(
  hosts: readonly HostSpec[],
  options: WireOptions,
  use: (wire: DrivenWire) => Promise<void>,
): Promise<void> {
  const nowMs = createThreadClock();
  const counts = { sent: 0, resent: 0, redirected: 0, blamed: 0 };
  const count = (what: keyof typeof counts): void => {
    counts[what] += 1;
  };
  const connectedMs: number[] = [];
  const steps: { name: number; outcome: Outcome; tookMs: number }[] = [];
  const ends = new Map<Arrival, (ended: Ended) => void>();
  const spec = {
    hosts,
    work: { clients: options.clients ?? null },
    inFlightLimit: options.inFlightLimit ?? 1_000,
    timeoutMs: options.timeoutMs ?? 5_000,
  };
  const wire = await createWire(spec, { hasFlows: options.hasFlows ?? false }, nowMs, {
    afterAnswer() {},
    remark() {},
  });
  // In a worker the sender does this.
  const checks = setInterval(() => wire.check(nowMs()), 2);
  const abandon = (): void => {
    clearInterval(checks);
    wire.abandon(nowMs());
  };
  try {
    await use({
      counts,
      connectedMs,
      steps,
      gauges: () => [wire.inFlight(), wire.waiting(), wire.connectionsOpen()],
      abandon,
      submit(work, client = 0) {
        const dueMs = nowMs();
        const credit: Arrival['credit'] = {
          dispatched() {},
          sent: () => count('sent'),
          resent: () => count('resent'),
          redirected: () => count('redirected'),
          blamed: () => count('blamed'),
          connected: (tookMs) => void connectedMs.push(tookMs),
          stepBegan() {},
          stepSettled: (name, _beganMs, sentMs, outcome, atMs) =>
            void steps.push({ name, outcome, tookMs: atMs - sentMs }),
          settled(arrival, outcome, endedMs) {
            const tell = ends.get(arrival);
            if (tell === undefined) throw new Error('An arrival ended twice, or was never submitted.');
            ends.delete(arrival);
            tell({ outcome, arrival, endedMs });
          },
        };
        const arrival = createArrival(dueMs, credit, work, client);
        return new Promise((resolve) => {
          ends.set(arrival, resolve);
          wire.submit(arrival, dueMs);
        });
      },
    });
  } finally {
    abandon();
  }
}
