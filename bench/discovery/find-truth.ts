import { createRandom, nextExponential } from '../../source/time/random.js';
import type { SimulatedTarget } from '../../test/helpers/simulated-scenarios.js';
import { createSimulatedServer } from '../../test/helpers/simulated-server.js';
import { jitteredSpecs } from './jittered-specs.js';

/**
 * Prints the lines of the jittered targets that no theory knows, by simulating each for hours of virtual time:
 * `node find-truth.js` writes the object that `jittered-truth.ts` holds. Takes minutes.
 */
const hours = 1.5;
const turns = 9;

function slowShare(target: SimulatedTarget, limitMs: number, perSecond: number): number {
  const server = createSimulatedServer(target, 424_242);
  const random = createRandom(777);
  const until = hours * 3600;
  let slow = 0;
  let total = 0;
  for (let at = 0; at < until; at += nextExponential(random) / perSecond) {
    const reply = server.arrive(at);
    if (at < 30) continue;
    total++;
    if (reply.failed || (reply.endSeconds - at) * 1000 > limitMs) slow++;
  }
  return slow / total;
}

for (const spec of jitteredSpecs) {
  if (spec.kind !== 'simulated') continue;
  const capacity = spec.target.workers / spec.target.serviceSeconds;
  let low = 0.3 * capacity;
  let high = capacity;
  for (let turn = 0; turn < turns; turn++) {
    const middle = (low + high) / 2;
    if (slowShare(spec.target, spec.limitMs, middle) <= 0.01) low = middle;
    else high = middle;
  }
  console.log(`  '${spec.name}': ${Number(((low + high) / 2).toPrecision(4))},`);
}
