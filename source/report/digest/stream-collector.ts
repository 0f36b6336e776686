import { isObject } from '../../model/plain-object.js';
import { createNumberTable, type NumberTable } from './number-table.js';
import { countOf, finite, nameOf, textOf } from './sound.js';
import type { StreamDigest, Unit } from './watched-parts.js';

/** Adds up what metric streams told, and how they kept up. */
export type StreamCollector = {
  readonly name: (name: string, url: string | null, server: string | null, units: ReadonlyMap<string, string>) => void;
  readonly addSample: (sample: unknown, atMs: number) => void;
  readonly setState: (stream: unknown, state: unknown) => void;
  readonly setHealth: (health: Readonly<Record<string, unknown>>) => void;
  readonly toStreams: () => readonly StreamDigest[];
  readonly leftOut: () => number;
};

type Part = {
  -readonly [Key in keyof Omit<StreamDigest, 'series'>]: StreamDigest[Key];
} & {
  readonly units: ReadonlyMap<string, string>;
  readonly series: Map<string, NumberTable>;
};

const mostStreams = 256;
const mostMetrics = 48;
/** Of all streams together. */
const mostSeries = 1_500;

export function createStreamCollector(): StreamCollector {
  const parts = new Map<string, Part>();
  let series = 0;
  const others = new Set<string>();
  const partOf = (
    given: unknown,
    url: string | null = null,
    server: string | null = null,
    units: ReadonlyMap<string, string> = new Map(),
  ): Part | null => {
    if (typeof given !== 'string') return null;
    const known = parts.get(given);
    if (known !== undefined) return known;
    if (parts.size >= mostStreams) {
      if (others.size < 10_000) others.add(given.slice(0, 200));
      return null;
    }
    const part: Part = {
      name: nameOf(given)!,
      url,
      server,
      units,
      state: 'connecting',
      circuit: 'closed',
      messages: 0,
      unreadable: 0,
      reconnects: 0,
      opened: 0,
      queue: { sent: 0, dropped: 0, expired: 0, pending: 0 },
      series: new Map(),
    };
    parts.set(given, part);
    return part;
  };
  return {
    name(name, url, server, units) {
      partOf(name, url, server, units);
    },
    addSample(sample, atMs) {
      if (!isObject(sample) || !isObject(sample.values)) return;
      const part = partOf(sample.stream);
      if (part === null) return;
      for (const metric in sample.values) {
        const value = finite(sample.values[metric]);
        if (value === null) continue;
        let known = part.series.get(metric);
        if (known === undefined) {
          if (part.series.size >= mostMetrics || series >= mostSeries || metric.length > 300) continue;
          series += 1;
          known = createNumberTable([[nameOf(metric)!, unitOf(metric, part.units.get(metric))]], 160);
          part.series.set(metric, known);
        }
        known.add(0, atMs, value);
      }
    },
    setState(stream, state) {
      const part = partOf(stream);
      if (part !== null && isObject(state)) part.state = nameOf(state.kind) ?? part.state;
    },
    setHealth({ stream, circuit, counts, queue }) {
      const part = partOf(stream);
      if (part === null) return;
      if (isObject(circuit)) part.circuit = nameOf(circuit.kind) ?? part.circuit;
      if (isObject(counts)) {
        part.messages = countOf(counts.messages);
        part.unreadable = countOf(counts.unreadable);
        part.reconnects = countOf(counts.reconnects);
        part.opened = countOf(counts.opened);
      }
      if (isObject(queue)) {
        const { sent, dropped, expired, pending } = queue;
        part.queue = {
          sent: countOf(sent),
          dropped: countOf(dropped),
          expired: countOf(expired),
          pending: countOf(pending),
        };
      }
    },
    toStreams: () =>
      [...parts.values()].map(({ units: _units, series: own, url, server, ...part }) => ({
        ...part,
        url: textOf(url),
        server: nameOf(server),
        series: [...own.values()].flatMap((one) => one.toSeries()),
      })),
    leftOut: () => others.size,
  };
}

/** What a metric is written as: as the config says, else by the end of its name. */
function unitOf(metric: string, unit: string | undefined): Unit {
  if (unit === '%' || unit === 'percent' || /percent$/i.test(metric)) return 'percent';
  if (unit === 'ms' || /ms$/i.test(metric)) return 'ms';
  if (/^(?:bytes?|b)$/i.test(unit ?? '') || /bytes$/i.test(metric)) return 'bytes';
  return 'number';
}
