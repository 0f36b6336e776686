import type { SessionEvent } from '../../source/model/events.js';
import { countedReading } from '../../source/model/server-rates.js';
import { inSteps } from '../../source/model/server-steps.js';
import { createRandom } from '../../source/time/random.js';
import { countedSecond } from '../../test/helpers/counted-second.js';

/** How many servers are watched, and how many numbers each reading and each message of a stream has. */
export const fleetSize = 50;
export const streamMetrics = 22;
const cores = 8;

type Walk = () => number;

/** Readings and messages of fifty machines, noisy in every digit, as busy machines are that count as Linux does. */
export type NoisyFleet = {
  readonly reading: (server: number, atMs: number) => SessionEvent;
  /** Those of all machines. */
  readonly everyReading: (atMs: number) => readonly SessionEvent[];
  readonly message: (stream: number, atMs: number) => SessionEvent;
};

export function createNoisyFleet(): NoisyFleet {
  const random = createRandom(50);
  const walk = (from: number, to: number, step: number): Walk => {
    let value = from + (to - from) * random();
    return () => {
      value = Math.min(to, Math.max(from, value + (random() - 0.5) * step));
      return value;
    };
  };
  const machines = Array.from({ length: fleetSize }, (_, index) => ({
    name: `api-${index + 1}`,
    memory: walk(4e9, 12e9, 2e6),
    uptime: 1e6 * random(),
  }));
  const reading = (server: number, atMs: number): SessionEvent => {
    const { name, memory, uptime } = machines[server]!;
    const levels = {
      cores,
      memoryUsedBytes: Math.round(memory() / 1024) * 1024,
      memoryTotalBytes: 16_777_216_000,
      load1: cores * random(),
      load5: cores * random(),
      load15: cores * random(),
      swapUsedBytes: 0,
      swapTotalBytes: 2_147_479_552,
      uptimeSeconds: uptime + atMs / 1000,
      lossRatio: 0,
    };
    const sample = {
      ...countedReading(countedSecond(random, cores), levels),
      server: name,
      rttMs: 0.2 + 3 * random(),
    };
    return { atMs, kind: 'server/sample', sample: inSteps(sample) };
  };
  return {
    reading,
    everyReading: (atMs) => machines.map((_, server) => reading(server, atMs)),
    message(stream, atMs) {
      const values = Object.fromEntries(
        Array.from({ length: streamMetrics }, (_, metric) => [
          `process.metric.${metric}`,
          // Counts, sizes and floats in full, a third each.
          metric % 3 === 0 ? Math.round(1e4 * random()) : metric % 3 === 1 ? Math.round(1e9 * random()) : random(),
        ]),
      );
      return {
        atMs,
        kind: 'stream/sample',
        sample: { stream: `metrics ${stream + 1}`, server: machines[stream]!.name, values, rttMs: random() },
      };
    },
  };
}
