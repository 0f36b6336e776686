import { isObject } from '../../model/plain-object.js';
import { createNumberSeries, type NumberSeries } from './number-series.js';
import { countOf, finite, nameOf, textOf } from './sound.js';
import type { ServerDigest, Unit } from './watched-parts.js';

/** What a report follows of each server, in the order in which it tells it; `detail` lies in the sample's detail. */
const columns = [
  ['sample', 'cpuPercent', 'percent'],
  ['sample', 'memoryUsedBytes', 'bytes'],
  ['detail', 'networkInBytesPerSecond', 'bytes-per-second'],
  ['detail', 'networkOutBytesPerSecond', 'bytes-per-second'],
  ['detail', 'diskReadBytesPerSecond', 'bytes-per-second'],
  ['detail', 'diskWriteBytesPerSecond', 'bytes-per-second'],
  ['detail', 'diskBusyPercent', 'percent'],
  ['sample', 'rttMs', 'ms'],
  ['sample', 'load1', 'number'],
  ['detail', 'stealPercent', 'percent'],
  ['detail', 'ioWaitPercent', 'percent'],
  ['detail', 'swapUsedBytes', 'bytes'],
] as const satisfies readonly (readonly ['sample' | 'detail', string, Unit])[];

/** The names under which a server's numbers stand in a digest. */
export type ServerColumn = (typeof columns)[number][1];

/** Adds up what servers told. */
export type ServerCollector = {
  readonly name: (name: string, group: string | null) => void;
  readonly addSample: (sample: unknown, atMs: number) => void;
  readonly setState: (server: unknown, state: unknown) => void;
  readonly setFacts: (server: unknown, facts: unknown) => void;
  readonly toServers: () => readonly ServerDigest[];
  /** How many more there were than a report has room for. */
  readonly leftOut: () => number;
};

type Part = {
  readonly name: string;
  readonly group: string | null;
  readonly series: (NumberSeries | undefined)[];
  state: string;
  reason: string | null;
  samples: number;
  cores: number | null;
  memoryTotalBytes: number | null;
  platform: string | null;
};

/** A page with more charts than this helps nobody. */
const mostServers = 256;
const mostLeftOut = 10_000;

export function createServerCollector(): ServerCollector {
  const parts = new Map<string, Part>();
  const others = new Set<string>();
  const partOf = (given: unknown, group: string | null = null): Part | null => {
    if (typeof given !== 'string') return null;
    const known = parts.get(given);
    if (known !== undefined) return known;
    if (parts.size >= mostServers) {
      if (others.size < mostLeftOut) others.add(given.slice(0, 200));
      return null;
    }
    const part: Part = {
      name: nameOf(given)!,
      group,
      series: [],
      state: 'connecting',
      reason: null,
      samples: 0,
      cores: null,
      memoryTotalBytes: null,
      platform: null,
    };
    // A name may be as long as a line of a file: under its beginning it is found again too.
    parts.set(given, part);
    return part;
  };
  return {
    name(name, group) {
      partOf(name, group);
    },
    addSample(sample, atMs) {
      if (!isObject(sample)) return;
      const part = partOf(sample.server);
      if (part === null) return;
      part.samples += 1;
      part.cores = finite(sample.cores) ?? part.cores;
      part.memoryTotalBytes = finite(sample.memoryTotalBytes) ?? part.memoryTotalBytes;
      const { detail } = sample;
      const inDetail = isObject(detail) ? detail : null;
      for (let at = 0; at < columns.length; at++) {
        const [place, column, unit] = columns[at]!;
        const value = finite(place === 'sample' ? sample[column] : inDetail?.[column]);
        if (value === null) continue;
        part.series[at] ??= createNumberSeries(column, unit);
        part.series[at]!.add(atMs, value);
      }
    },
    setState(server, state) {
      const part = partOf(server);
      if (part === null || !isObject(state)) return;
      part.state = nameOf(state.kind) ?? part.state;
      part.reason = textOf(state.reason);
    },
    setFacts(server, facts) {
      const part = partOf(server);
      if (part === null || !isObject(facts)) return;
      part.platform = textOf(facts.platform) ?? part.platform;
      part.cores = finite(facts.cores) ?? part.cores;
      part.memoryTotalBytes = finite(facts.memoryTotalBytes) ?? part.memoryTotalBytes;
    },
    toServers: () =>
      [...parts.values()].map(({ series, ...part }) => ({
        ...part,
        samples: countOf(part.samples),
        series: series.flatMap((one) => one?.toSeries() ?? []),
      })),
    leftOut: () => others.size,
  };
}
