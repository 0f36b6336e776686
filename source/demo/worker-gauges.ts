import { monitorEventLoopDelay } from 'node:perf_hooks';

/** What a worker counts of its own requests. */
export type WorkerGauges = {
  readonly received: () => void;
  /** `appMs` is what working on it took; 0 when it was refused. */
  readonly answered: (appMs: number) => void;
  /** The numbers since the last reading, as the metric stream carries them. */
  readonly read: () => GaugeReading;
};

export type GaugeReading = {
  /** Share of one core, so 100 is a worker that can do no more. */
  readonly cpuPercent: number;
  readonly rssBytes: number;
  /** p99 of how late the event loop was. */
  readonly loopDelayMs: number;
  /** Since the worker started. */
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** Received and not answered: waiting or being worked on. */
  readonly inFlight: number;
  /** Time spent on requests. */
  readonly busyMs: number;
  /** Mean time spent on one request; null when none was answered. */
  readonly serviceMs: number | null;
};

const loopResolutionMs = 10;

/** Gauges that read zero now. */
export function createWorkerGauges(): WorkerGauges {
  const loop = monitorEventLoopDelay({ resolution: loopResolutionMs });
  loop.enable();
  let requests = 0;
  let answered = 0;
  let inFlight = 0;
  let busyMs = 0;
  let cpu = process.cpuUsage();
  let readAtMs = performance.now();
  return {
    received() {
      requests += 1;
      inFlight += 1;
    },
    answered(appMs) {
      inFlight -= 1;
      answered += 1;
      busyMs += appMs;
    },
    read() {
      const nowMs = performance.now();
      const elapsedMs = nowMs - readAtMs;
      const used = process.cpuUsage(cpu);
      const reading = {
        cpuPercent: round((used.user + used.system) / 10 / elapsedMs),
        rssBytes: process.memoryUsage.rss(),
        loopDelayMs: round(loopDelayMs(loop)),
        requests,
        requestsPerSecond: round((answered * 1000) / elapsedMs),
        inFlight,
        busyMs: round(busyMs),
        serviceMs: answered === 0 ? null : round(busyMs / answered),
      };
      cpu = process.cpuUsage();
      readAtMs = nowMs;
      answered = 0;
      busyMs = 0;
      loop.reset();
      return reading;
    },
  };
}

/** Node records the time between two looks, which is the resolution when nothing was late. */
function loopDelayMs(loop: ReturnType<typeof monitorEventLoopDelay>): number {
  return loop.count === 0 ? 0 : Math.max(0, loop.percentile(99) / 1e6 - loopResolutionMs);
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
