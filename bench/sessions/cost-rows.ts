import { createRecorder } from '../../source/record/session-file.js';
import { planPhases } from '../../source/session/plan.js';
import { startSession } from '../../source/session/session.js';
import { type Clock, createSystemClock } from '../../source/time/clock.js';
import { plainHost, plainWork } from '../../test/helpers/plain-load.js';
import { startTarget } from '../load/processes.js';
import type { Row } from '../load/table.js';
import { createNoisyFleet, fleetSize } from './noisy-fleet.js';
import { benchHead } from './record-hours.js';

const mostMsPerSecond = 2;
const ratePerSecond = 1000;
const rounds = 3;

/** What recording takes of the main thread while load is sent: all that is done with events until they are in the file. */
type Cost = {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly longestMs: number;
};

/** Records fifty servers beside a real load, several times, and takes the middle one: the machine is never equally quiet. */
export async function costRows(folder: string, seconds: number): Promise<readonly Row[]> {
  const costs: Cost[] = [];
  for (let round = 0; round < rounds; round++) costs.push(await recordBesideLoad(folder, round, seconds));
  const middle = costs.toSorted((a, b) => a.wallMs - b.wallMs)[Math.floor(rounds / 2)]!;
  const perSecond = (ms: number): string => `${(ms / seconds).toFixed(2)} ms`;
  const row = (what: string, reached: string): Row => ({ what, asked: '', reached, peer: '', ratio: '', met: null });
  return [
    {
      ...row(
        `main thread per second, ${fleetSize} servers at 1 Hz beside ${ratePerSecond}/s of load`,
        perSecond(middle.cpuMs),
      ),
      asked: `<= ${mostMsPerSecond} ms`,
      met: middle.cpuMs / seconds <= mostMsPerSecond,
    },
    row('the same by the clock, waiting for the disk and for other programs in it', perSecond(middle.wallMs)),
    row('the longest that one batch held it by the clock, checkpoints among them', `${middle.longestMs.toFixed(1)} ms`),
  ];
}

async function recordBesideLoad(folder: string, round: number, seconds: number): Promise<Cost> {
  const target = await startTarget();
  const clock = createSystemClock();
  const cost = { wallMs: 0, cpuMs: 0, longestMs: 0 };
  const timed = (work: () => void): void => {
    const cpuBefore = process.threadCpuUsage();
    const beganMs = performance.now();
    work();
    const tookMs = performance.now() - beganMs;
    const { user, system } = process.threadCpuUsage(cpuBefore);
    cost.wallMs += tookMs;
    cost.cpuMs += (user + system) / 1000;
    cost.longestMs = Math.max(cost.longestMs, tookMs);
  };
  const timedClock: Clock = { ...clock, every: (periodMs, call) => clock.every(periodMs, () => timed(call)) };
  const startedAt = new Date(clock.wallMs()).toISOString();
  const recorder = createRecorder(folder, { ...benchHead, id: `cost-${round}`, startedAt }, timedClock, (sentence) => {
    throw new Error(sentence);
  });
  const fleet = createNoisyFleet();
  let next = 0;
  // Each server answers at a moment of its own.
  const stopFleet = clock.every(1000 / fleetSize, () => {
    recorder.sink(fleet.reading(next++ % fleetSize, clock.nowMs()));
  });
  const { port } = new URL(target.url);
  try {
    const session = startSession({
      head: benchHead,
      clock,
      checkTimeoutMs: 5000,
      sinks: [recorder.sink],
      job: {
        kind: 'run',
        plan: {
          target: target.url,
          load: {
            hosts: [plainHost(Number(port))],
            work: plainWork(),
            arrivals: 'poisson',
            seed: 1,
            inFlightLimit: 10_000,
            timeoutMs: 10_000,
            limitsMs: [],
            workers: 1,
          },
          phases: planPhases({ kind: 'constant', perSecond: ratePerSecond }, seconds * 1000, 0),
          objectives: [],
          maxPerSecond: null,
          limits: { stops: [], tripWires: false, health: null },
        },
      },
    });
    const end = await session.firstEnd;
    stopFleet();
    await session.close('finished');
    if (end.kind !== 'result') throw new Error(end.reason);
    return { ...cost };
  } finally {
    stopFleet();
    recorder.close();
    target.stop();
  }
}
