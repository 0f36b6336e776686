import type { CooledServer } from './cool-down.js';
import type { DiscoveryResult } from './discovery.js';
import type { Validity } from './load.js';
import type { WorkResult } from './work-result.js';

/** What one server did while one load line was looked for. */
export type ServerUse = {
  readonly server: string;
  /** Readings that it gave. */
  readonly samples: number;
  readonly cpuPercent: { readonly mean: number; readonly max: number } | null;
  readonly memoryUsedBytes: { readonly mean: number; readonly max: number } | null;
  readonly memoryTotalBytes: number | null;
};

/** What one metric stream told meanwhile. */
export type StreamUse = {
  readonly stream: string;
  readonly messages: number;
  /** Where the process tells its own CPU use. */
  readonly cpuPercent: { readonly mean: number; readonly max: number } | null;
};

/** The load line at one level of work. */
export type BenchConfiguration = {
  readonly level: number;
  readonly result: DiscoveryResult;
  /** How the servers came back to rest afterwards; empty where none had a baseline. */
  readonly coolDown: readonly CooledServer[];
  readonly servers: readonly ServerUse[];
  readonly streams: readonly StreamUse[];
};

/** One system under one workload: its heaviest level at the base rate, and its load lines from there downwards. */
export type BenchResult = {
  readonly kind: 'bench';
  readonly target: string;
  readonly workload: string;
  readonly objectives: readonly string[];
  readonly heaviestLevel: number | null;
  /** How it was found. */
  readonly heaviest: WorkResult;
  /** The heaviest first; fewer than wanted where it was ended before. */
  readonly configurations: readonly BenchConfiguration[];
  readonly durationSeconds: number;
  readonly validity: Validity;
  readonly sentence: string;
};

/** Several benches, one after the other: several workloads, several systems, or both. */
export type SuiteResult = {
  readonly kind: 'suite';
  readonly benches: readonly BenchResult[];
  /** Systems that could not be measured at all. */
  readonly unmeasured: readonly { readonly target: string; readonly workload: string; readonly reason: string }[];
  readonly durationSeconds: number;
  readonly validity: Validity;
  readonly sentence: string;
};

/** Where a bench stands. A null level: the heaviest is being looked for. `number` counts from 1, of all that is planned. */
export type BenchEvent =
  | {
      readonly kind: 'configuration';
      readonly target: string;
      readonly workload: string;
      readonly level: number | null;
      readonly number: number;
      readonly of: number;
      readonly secondsLeft?: number;
    }
  | { readonly kind: 'heaviest'; readonly result: WorkResult }
  | { readonly kind: 'line'; readonly level: number; readonly result: DiscoveryResult };
