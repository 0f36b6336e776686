import { createHistogramRecorder } from '../../source/measure/histogram-recorder.js';
import type { RunCell } from '../../source/measure/run-cells.js';
import { createRandom, nextExponential } from '../../source/time/random.js';
import type { SimulatedTarget } from './simulated-scenarios.js';
import { createSimulatedServer } from './simulated-server.js';

/** Seconds that are driven first and not measured, as a warm-up is. */
const warmUpSeconds = 5;

/**
 * The seconds of one run at one rate on a simulated target, by when answers came, as the load engine's intervals tell them:
 * each shares its queue with the next.
 */
export function simulateRun(
  target: SimulatedTarget,
  perSecond: number,
  seconds: number,
  seed: number,
): readonly RunCell[] {
  const server = createSimulatedServer(target, seed);
  const random = createRandom(seed * 7727 + 101);
  const cells = Array.from({ length: seconds }, () => ({ due: 0, bad: 0, recorder: createHistogramRecorder() }));
  const end = warmUpSeconds + seconds;
  for (let at = nextExponential(random) / perSecond; at < end; at += nextExponential(random) / perSecond) {
    const reply = server.arrive(at);
    const due = cells[Math.floor(at - warmUpSeconds)];
    if (due !== undefined) due.due += 1;
    const settled = cells[Math.floor(reply.endSeconds - warmUpSeconds)];
    if (settled === undefined) continue;
    if (reply.failed) settled.bad += 1;
    else settled.recorder.record((reply.endSeconds - at) * 1e6);
  }
  return cells.map(({ due, bad, recorder }) => {
    const responseTime = recorder.toData();
    return { seconds: 1, due, bad, good: responseTime.count, responseTime };
  });
}

/** A target that takes so many times longer for everything. */
export function slowed(target: SimulatedTarget, factor: number): SimulatedTarget {
  return { ...target, serviceSeconds: target.serviceSeconds * factor };
}
