import type { BenchResult, SuiteResult } from './bench.js';
import type { DiscoveryResult } from './discovery.js';
import type { JobsResult } from './job.js';
import type { MonitorResult } from './monitor-result.js';
import type { RunResult } from './run.js';
import type { WorkResult } from './work-result.js';

/** The answer of one job of a session. A discovery is told apart by its `axis`. */
export type SessionResult =
  | RunResult
  | DiscoveryResult
  | WorkResult
  | BenchResult
  | SuiteResult
  | JobsResult
  | MonitorResult;
