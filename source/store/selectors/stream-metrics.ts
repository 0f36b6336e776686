import type { WatchedStream } from '../stream-state.js';

/** A declared metric as it is shown. */
export type MetricReading = {
  readonly name: string;
  readonly kind: 'counter' | 'gauge';
  readonly unit: string | null;
  /** A gauge as it is; a counter's growth a second. Null where it is not known. */
  readonly value: number | null;
};

/** The declared metrics of a stream: gauges from its last sample, counters from its last two. */
export function readDeclared({ metrics, sample, sampledAtMs, sampleBefore }: WatchedStream): readonly MetricReading[] {
  return (metrics ?? []).map(({ name, kind, unit }) => {
    const now = sample?.values[name] ?? null;
    if (kind === 'gauge') return { name, kind, unit, value: now };
    const before = sampleBefore?.sample.values[name] ?? null;
    const elapsedMs = sampledAtMs === null || sampleBefore === null ? 0 : sampledAtMs - sampleBefore.atMs;
    // A counter that went back was begun anew: what it counted in between is not known.
    const isKnown = now !== null && before !== null && now >= before && elapsedMs > 0;
    return { name, kind, unit, value: isKnown ? ((now - before) * 1000) / elapsedMs : null };
  });
}
