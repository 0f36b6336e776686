import type { JobUse, LevelUse } from '../model/job.js';
import { type Baseline, baselineOf } from './baseline.js';
import type { SourceReadings, UseLog } from './use-log.js';

/** What one source does at rest; null where too little was read of it. */
export type RestOf = {
  readonly source: string;
  readonly cpu: Baseline | null;
  readonly memoryBytes: number | null;
};

/** When a level was under way, and when its cool-down had ended, on the session's clock. */
export type LevelSpan = { readonly fromMs: number; readonly toMs: number; readonly cooledMs: number };

/** What every source did at rest over a span. */
export function restsOf(uses: UseLog, fromMs: number, toMs: number): readonly RestOf[] {
  return uses.sources(fromMs, toMs).map(({ source, cpu, memoryBytes }) => ({
    source,
    cpu: baselineOf(cpu.map(({ ratio }) => ratio)),
    memoryBytes: memoryBytes.length === 0 ? null : mean(memoryBytes),
  }));
}

/** What every source did while a level ran, beside what it does at rest. */
export function usesOf(uses: UseLog, rests: readonly RestOf[], span: LevelSpan): readonly JobUse[] {
  const lastBefore = uses.sources(Number.NEGATIVE_INFINITY, span.fromMs);
  const after = uses.sources(span.toMs, span.cooledMs);
  const of = (all: readonly SourceReadings[], name: string): SourceReadings | undefined =>
    all.find(({ source }) => source === name);
  return uses.sources(span.fromMs, span.toMs).map((during): JobUse => {
    const { source, kind, cores } = during;
    const rest = rests.find((one) => one.source === source);
    const earlier = of(lastBefore, source);
    const later = of(after, source);
    const percents = (readings: SourceReadings | undefined): readonly number[] =>
      (readings?.cpu ?? []).map(({ ratio }) => ratio * 100);
    return {
      source,
      kind,
      readings: Math.max(during.cpu.length, during.memoryBytes.length),
      cpuPercent: levelUse(
        percents(during),
        rest?.cpu == null ? null : rest.cpu.mean * 100,
        percents(earlier).at(-1),
        percents(later).at(-1),
        100,
      ),
      memoryBytes: levelUse(
        during.memoryBytes,
        rest?.memoryBytes ?? null,
        earlier?.memoryBytes.at(-1),
        later?.memoryBytes.at(-1),
        1,
      ),
      cpuSeconds: rest?.cpu == null || during.cpu.length === 0 ? null : cpuSecondsOf(during, rest.cpu.mean * cores),
    };
  });
}

/** What the levels' load cost in CPU: of processes that tell of themselves where there are any, since nothing else is in it. */
export function cpuCostOf(uses: readonly JobUse[]): number | null {
  const processes = uses.filter(({ kind, cpuSeconds }) => kind === 'process' && cpuSeconds !== null);
  const counted = processes.length > 0 ? processes : uses.filter(({ cpuSeconds }) => cpuSeconds !== null);
  return counted.length === 0 ? null : counted.reduce((sum, { cpuSeconds }) => sum + (cpuSeconds ?? 0), 0);
}

/** Every reading stands for the time since the one before it. */
function cpuSecondsOf({ cpu, cores }: SourceReadings, restCores: number): number {
  const sum = cpu.reduce((all, { ratio, spanMs }) => all + ((ratio * cores - restCores) * spanMs) / 1000, 0);
  return Math.max(0, Math.round(sum * 100) / 100);
}

/** Rounded to 1 / steps; null without readings, or without a baseline to hold them against. */
function levelUse(
  values: readonly number[],
  baseline: number | null,
  before: number | undefined,
  after: number | undefined,
  steps: number,
): LevelUse | null {
  if (values.length === 0 || baseline === null) return null;
  const rounded = (value: number): number => Math.round(value * steps) / steps;
  const [middle, peak] = [mean(values), Math.max(...values)];
  return {
    baseline: rounded(baseline),
    before: before === undefined ? null : rounded(before),
    mean: rounded(middle),
    peak: rounded(peak),
    after: after === undefined ? null : rounded(after),
    increase: rounded(middle - baseline),
    peakIncrease: rounded(peak - baseline),
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
