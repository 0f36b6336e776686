import { findCopy, findRepeat, type Repeat } from './repeats.js';

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
};

/** One question about the measurement, its answer, and what it rests on. */
export type AuthenticityCheck = {
  readonly check: 'load-visible' | 'counts-agree' | 'values-live';
  readonly level: string;
  readonly verdict: 'authentic' | 'suspicious' | 'unknown';
  readonly evidence: string;
};

/** From here on a reading is that of a server that can do no more. */
const fullRatio = 0.995;

/** Asks of each level: was its load to be seen on the servers, do all who counted agree, do the readings live? */
export function checkAuthenticity(levels: readonly LevelSeen[]): readonly AuthenticityCheck[] {
  return levels.flatMap((level, index) => [
    loadVisible(level),
    countsAgree(level),
    valuesLive(level, levels.slice(0, index)),
  ]);
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
  const numbers = `${percent(mean)} while it ran, ${percent(baseline)} at rest, give or take ${percent(tolerance)}`;
  return {
    check,
    level,
    verdict: isVisible ? 'authentic' : 'suspicious',
    evidence: `CPU of ${server}${read.length > 1 ? `, the most of ${read.length} servers` : ''}: ${numbers}`,
  };
}

function countsAgree({ level, counts }: LevelSeen): AuthenticityCheck {
  const check = 'counts-agree' as const;
  const told = (['client', 'stream', 'server'] as const).flatMap((who) => {
    const count = counts[who];
    return count === null ? [] : [{ who, count }];
  });
  const evidence = told.map(({ who, count }) => `${who} ${count}`).join(', ');
  if (told.length < 2) return { check, level, verdict: 'unknown', evidence: `only ${evidence}: nobody else counted` };
  const isSame = told.every(({ count }) => count === counts.client);
  return { check, level, verdict: isSame ? 'authentic' : 'suspicious', evidence };
}

function valuesLive({ level, servers }: LevelSeen, before: readonly LevelSeen[]): AuthenticityCheck {
  const check = 'values-live' as const;
  let readings = 0;
  for (const { server, cpuRatios } of servers) {
    readings += cpuRatios.length;
    const repeat = findRepeat(cpuRatios);
    // A server that is full reads the same all the time, and rightly so.
    if (repeat !== null && !(repeat.kind === 'constant' && repeat.value >= fullRatio)) {
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
  const least = 5;
  return readings < least
    ? { check, level, verdict: 'unknown', evidence: `${readings} readings are too few to tell` }
    : { check, level, verdict: 'authentic', evidence: `${readings} readings, no two stretches alike` };
}

function repeatText(repeat: Repeat): string {
  switch (repeat.kind) {
    case 'constant':
      return `${repeat.count} readings, all of them ${percent(repeat.value)}`;
    case 'cycle':
      return `the same ${repeat.length} readings ${repeat.times} times over`;
    case 'copy':
      return `${repeat.length} readings in a row equal to those`;
  }
}

function percent(ratio: number): string {
  return `${(ratio * 100).toFixed(1)} %`;
}
