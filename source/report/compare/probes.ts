import { logSum } from '../../measure/log-sum.js';
import type { RatedReading } from '../../measure/rated-readings.js';
import type { LoadedSecond } from '../../measure/service-demand.js';
import type { ProbedLoads } from './digest.js';
import type { LoadSecond } from './segments.js';

/**
 * Whether a phase is one in which a search tries one rate after the other: for a quarter of a minute as a rule, which is too short
 * for percentiles near saturation.
 */
export function isProbing(phase: string): boolean {
  return /^(?:ramp|bracket|estimate|bisect|verify) /.test(phase);
}

/** Seconds at the beginning of each rate that are left out: answers of the rate before, and the queue that finds its level. */
const settleSeconds = 2;

/** Where more answers are bad, the good ones no longer tell of the target: whoever would have waited longest was refused. */
const mostBadRatio = 0.05;

/** Longer than any search; what comes beyond is left out. */
const mostSeconds = 10_000;
const mostServers = 100;

/** What a second of a bench belongs to; all null in a session that is none. */
export type ProbedSystem = {
  readonly level: number | null;
  readonly target: string | null;
  readonly workload: string | null;
};

/** Collects the rates that searches try, second by second. */
export type Probes = {
  readonly begin: (system: ProbedSystem) => void;
  readonly add: (second: LoadSecond) => void;
  readonly end: () => readonly ProbedLoads[];
};

type Growing = {
  readonly system: ProbedSystem;
  readonly seconds: LoadedSecond[];
  readonly cpu: Map<string, RatedReading[]>;
};

/** None yet. */
export function createProbes(): Probes {
  const all = new Map<string, Growing>();
  let system: ProbedSystem = { level: null, target: null, workload: null };
  let stay: LoadSecond | null = null;
  let inStay = 0;
  let kept = 0;
  return {
    begin(next) {
      system = next;
      stay = null;
    },
    add(second) {
      if (stay === null || stay.phase !== second.phase || stay.perSecond !== second.perSecond) {
        stay = second;
        inStay = 0;
      }
      inStay += 1;
      if (inStay <= settleSeconds || kept >= mostSeconds || !isProbing(second.phase)) return;
      const { bad, good, responseTime } = second.cell;
      if (bad > mostBadRatio * (bad + good)) return;
      kept += 1;
      const key = JSON.stringify(system);
      const growing: Growing = all.get(key) ?? { system, seconds: [], cpu: new Map() };
      all.set(key, growing);
      const { perSecond } = second;
      growing.seconds.push({ perSecond, count: responseTime.count, logSum: logSum(responseTime) });
      for (const [server, value] of second.cpu) {
        const readings = growing.cpu.get(server) ?? [];
        if (readings.length === 0 && growing.cpu.size >= mostServers) continue;
        growing.cpu.set(server, readings);
        readings.push({ perSecond, value });
      }
    },
    end() {
      const systems = new Set([...all.values()].map(({ system: { target, workload } }) => `${workload} ${target}`));
      return [...all.values()].map(({ cpu, seconds, system: { level, target, workload } }) => {
        const at = level === null ? '' : ` at level ${level}`;
        return { label: `${at}${systems.size > 1 ? ` of ${workload} on ${target}` : ''}`, seconds, cpu };
      });
    },
  };
}
