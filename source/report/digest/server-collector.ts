import { isObject } from '../../model/plain-object.js';
import type { ReadingName, ServerReading } from '../../record/server-readings.js';
import { createNumberTable, type NumberTable } from './number-table.js';
import { countOf, finite, nameOf, textOf } from './sound.js';
import type { ServerDigest, Unit } from './watched-parts.js';

/** What a report follows of each server, in the order in which it tells it. */
const columns = [
  ['cpuPercent', 'percent'],
  ['memoryUsedBytes', 'bytes'],
  ['networkInBytesPerSecond', 'bytes-per-second'],
  ['networkOutBytesPerSecond', 'bytes-per-second'],
  ['diskReadBytesPerSecond', 'bytes-per-second'],
  ['diskWriteBytesPerSecond', 'bytes-per-second'],
  ['diskBusyPercent', 'percent'],
  ['rttMs', 'ms'],
  ['load1', 'number'],
  ['stealPercent', 'percent'],
  ['ioWaitPercent', 'percent'],
  ['swapUsedBytes', 'bytes'],
] as const satisfies readonly (readonly [ReadingName, Unit])[];

/** The names under which a server's numbers stand in a digest. */
export type ServerColumn = (typeof columns)[number][0];

/** What a digest asks for of the readings of a session, in the order in which it takes them. */
export const readingNames: readonly ReadingName[] = columns.map(([name]) => name);

/** Adds up what servers told. */
export type ServerCollector = {
  readonly name: (name: string, group: string | null) => void;
  readonly addSample: (sample: unknown, atMs: number) => void;
  /** The same of a reading with the numbers of `readingNames`. */
  readonly addReading: (reading: ServerReading, atMs: number) => void;
  readonly setState: (server: unknown, state: unknown) => void;
  readonly setFacts: (server: unknown, facts: unknown) => void;
  readonly toServers: () => readonly ServerDigest[];
  /** How many more there were than a report has room for. */
  readonly leftOut: () => number;
};

type Part = {
  readonly name: string;
  readonly group: string | null;
  /** Null before the first reading: many servers are only named. */
  numbers: NumberTable | null;
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
      numbers: null,
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
      // Each field by its name, not in a loop: there are millions of readings, and this is three times as fast.
      const own = numbersOf(part);
      put(own, 0, atMs, sample.cpuPercent);
      put(own, 1, atMs, sample.memoryUsedBytes);
      put(own, 7, atMs, sample.rttMs);
      put(own, 8, atMs, sample.load1);
      const { detail } = sample;
      if (!isObject(detail)) return;
      put(own, 2, atMs, detail.networkInBytesPerSecond);
      put(own, 3, atMs, detail.networkOutBytesPerSecond);
      put(own, 4, atMs, detail.diskReadBytesPerSecond);
      put(own, 5, atMs, detail.diskWriteBytesPerSecond);
      put(own, 6, atMs, detail.diskBusyPercent);
      put(own, 9, atMs, detail.stealPercent);
      put(own, 10, atMs, detail.ioWaitPercent);
      put(own, 11, atMs, detail.swapUsedBytes);
    },
    addReading({ cores, memoryTotalBytes, numbers, server }, atMs) {
      const part = partOf(server);
      if (part === null) return;
      part.samples += 1;
      part.cores = finite(cores) ?? part.cores;
      part.memoryTotalBytes = finite(memoryTotalBytes) ?? part.memoryTotalBytes;
      const own = numbersOf(part);
      for (let column = 0; column < columns.length; column++) put(own, column, atMs, numbers[column]);
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
      [...parts.values()].map(({ numbers, ...part }) => ({
        ...part,
        samples: countOf(part.samples),
        series: numbers?.toSeries() ?? [],
      })),
    leftOut: () => others.size,
  };
}

function numbersOf(part: Part): NumberTable {
  part.numbers ??= createNumberTable(columns);
  return part.numbers;
}

function put(numbers: NumberTable, column: number, atMs: number, given: unknown): void {
  const value = finite(given);
  if (value !== null) numbers.add(column, atMs, value);
}
