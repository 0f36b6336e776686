import type { AuthenticityCheck } from '../model/job-checks.js';
import { findCopy, findRepeat, leastReadings, type Repeat } from './repeats.js';

/** What was seen of one level, for the question whether it was measured at all. Ratios are 0 to 1 of a server's CPU. */
export type LevelSeen = {
  readonly level: string;
  readonly servers: readonly {
    readonly server: string;
    /** Of the rest before: its mean, and how far from it readings at rest lie. */
    readonly baseline: { readonly mean: number; readonly tolerance: number };
    /** Readings while the level ran. */
    readonly cpuRatios: readonly number[];
  }[];
  /** How many jobs, or requests, each says that there were; null where it says nothing. */
  readonly counts: { readonly client: number; readonly stream: number | null; readonly server: number | null };
  /** Rows of data sent, and those that the server says it got; absent: nobody counts rows. */
  readonly rows?: { readonly client: number; readonly server: number | null };
  /** What came of the jobs, such as their accuracy; absent: nothing that could be compared. */
  readonly results?: readonly number[];
};

/** From here on a reading is that of a server that can do no more. */
const fullRatio = 0.995;
/** A server that does so much at rest has no room to show what a job adds. */
const busyRatio = 0.9;

/**
 * Asks of each level: was its load to be seen on the servers, do all who counted agree, do the readings live? And of all
 * together, where there are results: do those?
 */
export function checkAuthenticity(levels: readonly LevelSeen[]): readonly AuthenticityCheck[] {
  const results = levels.flatMap((level) => level.results ?? []);
  return [
    ...levels.flatMap((level, index) => [
      loadVisible(level),
      countsAgree(level),
      valuesLive(level, levels.slice(0, index)),
    ]),
    ...(results.length === 0 ? [] : [resultsLive(results)]),
  ];
}

function loadVisible({ level, servers }: LevelSeen): AuthenticityCheck {
  const check = 'load-visible' as const;
  const read = servers.filter(({ cpuRatios }) => cpuRatios.length > 0);
  if (read.length === 0) {
    return { check, level, verdict: 'unknown', evidence: 'no server was read while the level ran' };
  }
  const rises = read
    .map(({ server, baseline, cpuRatios }) => {
      const mean = cpuRatios.reduce((sum, value) => sum + value, 0) / cpuRatios.length;
      return { server, rise: mean - baseline.mean, tolerance: baseline.tolerance, baseline: baseline.mean, mean };
    })
    .sort((a, b) => b.rise - b.tolerance - (a.rise - a.tolerance));
  const { server, rise, tolerance, baseline, mean } = rises[0]!;
  const isVisible = rise > tolerance;
  // Where there was no room for a rise, none says nothing.
  const isFullAtRest = rises.every((one) => one.baseline >= busyRatio);
  const numbers = `${percent(mean)} while it ran, ${percent(baseline)} at rest, give or take ${percent(tolerance)}`;
  return {
    check,
    level,
    verdict: isVisible ? 'authentic' : isFullAtRest ? 'unknown' : 'suspicious',
    evidence: `CPU of ${server}${read.length > 1 ? `, the most of ${read.length} servers` : ''}: ${numbers}`,
  };
}

function countsAgree({ level, counts, rows }: LevelSeen): AuthenticityCheck {
  const check = 'counts-agree' as const;
  const told = (['client', 'stream', 'server'] as const).flatMap((who) => {
    const count = counts[who];
    return count === null ? [] : [{ who, count }];
  });
  const ofRows =
    rows === undefined || rows.server === null ? '' : `; rows: client ${rows.client}, server ${rows.server}`;
  const evidence = `${told.map(({ who, count }) => `${who} ${count}`).join(', ')}${ofRows}`;
  const isSame = told.every(({ count }) => count === counts.client);
  const areRowsSame = ofRows === '' || rows?.server === rows?.client;
  if (!isSame || !areRowsSame) return { check, level, verdict: 'suspicious', evidence };
  if (told.length < 2) return { check, level, verdict: 'unknown', evidence: `only ${evidence}: nobody else counted` };
  return { check, level, verdict: 'authentic', evidence };
}

function valuesLive({ level, servers }: LevelSeen, before: readonly LevelSeen[]): AuthenticityCheck {
  const check = 'values-live' as const;
  let readings = 0;
  for (const { server, cpuRatios } of servers) {
    readings += cpuRatios.length;
    const repeat = findRepeat(cpuRatios);
    if (repeat !== null && !isHonestlyConstant(repeat)) {
      return { check, level, verdict: 'suspicious', evidence: `CPU of ${server}: ${repeatText(repeat)}` };
    }
    for (const earlier of before) {
      for (const other of earlier.servers) {
        const copy = findCopy(cpuRatios, other.cpuRatios);
        if (copy === null) continue;
        const evidence = `CPU of ${server}: ${repeatText(copy)} of ${other.server} in ${earlier.level}`;
        return { check, level, verdict: 'suspicious', evidence };
      }
    }
  }
  return readings < leastReadings
    ? { check, level, verdict: 'unknown', evidence: `${readings} readings are too few to tell` }
    : { check, level, verdict: 'authentic', evidence: `${readings} readings, no two stretches alike` };
}

/** A server that is full reads the same all the time, and so does one that does nothing: that load is seen is asked apart. */
function isHonestlyConstant(repeat: Repeat): boolean {
  return repeat.kind === 'constant' && (repeat.value >= fullRatio || repeat.value === 0);
}

/** Datasets differ, so what comes of training on them does too; but all may be learnt, or nothing. */
function resultsLive(results: readonly number[]): AuthenticityCheck {
  const [check, level] = ['results-live', 'all levels'] as const;
  const repeat = findRepeat(results);
  if (repeat !== null && !isHonestlyConstant(repeat)) {
    return { check, level, verdict: 'suspicious', evidence: `results of jobs: ${repeatText(repeat)}` };
  }
  return results.length < leastReadings
    ? { check, level, verdict: 'unknown', evidence: `${results.length} results are too few to tell` }
    : {
        check,
        level,
        verdict: 'authentic',
        evidence: `${results.length} results, ${new Set(results).size} of them different`,
      };
}

function repeatText(repeat: Repeat): string {
  switch (repeat.kind) {
    case 'constant':
      return `${repeat.count} values, all of them ${percent(repeat.value)}`;
    case 'cycle':
      return `the same ${repeat.length} values ${repeat.times} times over`;
    case 'copy':
      return `${repeat.length} values in a row equal to those`;
  }
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(1)} %`;
}
