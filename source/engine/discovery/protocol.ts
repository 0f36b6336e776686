import type { DiscoveryEvent, DiscoveryPhase } from '../../model/discovery.js';
import type { LoadWindow } from '../../model/load.js';
import type { Counted } from './criteria.js';

/** When to stop a trial at once. Times in ms, ratios 0 to 1. */
export type Guard = {
  /** The limit that queueing delay is compared with: the tightest latency objective, or 1,000 ms where there is none. */
  readonly limitMs: number;
  /**
   * For each limit that the load was given, in the order of `LoadWindow.slow`: the share of slow arrivals above which a
   * window counts as overloaded. A p50 objective allows far more of them than a p99 one.
   */
  readonly maxSlowRatios: readonly number[];
  /** The same for requests that are counted apart, by their place in `LoadWindow.named`. */
  readonly maxNamedSlowRatios: readonly { readonly place: number; readonly ratio: number }[];
  readonly maxErrorRatio: number;
  /** 1 where no CPU use is too much. */
  readonly maxCpuRatio: number;
  /** Bad arrivals of a trial that tell enough: more of them would only do harm. */
  readonly enough: readonly { readonly counted: Counted; readonly bad: number }[];
};

/**
 * What the search asks of the world. `load` keeps the rate up until the next action, so that trials follow each other
 * without draining; `idle` sends nothing; `tell` is an event for whoever watches and takes no time.
 */
export type DiscoveryAction =
  | {
      readonly kind: 'load';
      readonly perSecond: number;
      readonly seconds: number;
      readonly phase: DiscoveryPhase;
      /** Null where only the driver's own limits hold. */
      readonly guard: Guard | null;
    }
  | { readonly kind: 'idle'; readonly seconds: number }
  | { readonly kind: 'tell'; readonly event: DiscoveryEvent };

/** A part of the search: yields actions, is given what came of each, returns its own result. */
export type Steps<Result> = Generator<DiscoveryAction, Result, Observation>;

/** What came back of one action. For `tell` and `idle` the windows are empty. */
export type Observation = {
  /** One a second, oldest first; fewer than asked when the trial was tripped or stopped. */
  readonly windows: readonly LoadWindow[];
  /** Why a trip-wire stopped the trial; null when it ran to its end. */
  readonly tripped: string | null;
  /** Why the generator, not the target, was the limit; null when it was fine. Such a trial says nothing of the target. */
  readonly generatorLimit: string | null;
  /** True once the user has asked to end the search with what is known. */
  readonly accept: boolean;
};
