import type { HttpAnswer } from '../model/work.js';

/** What a workload says of one request; all but the path may be left out. */
export type RequestParts = {
  /** GET; POST where there is a body. */
  readonly method?: string;
  /** Path and query, beginning with a slash, behind the path of its host's URL. */
  readonly path: string;
  /** Beside those of the host, and in place of them where they have the same name. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | null;
  /** Name of a host of the config; `target` is the one under load. */
  readonly host?: string;
  /** Statuses that count as good, first and last; 200 to 399. */
  readonly ok?: readonly [from: number, to: number];
};

/** What a workload is told of an arrival. */
export type ArrivalContext = {
  /** How heavy the work shall be, from the smallest level to the largest. */
  readonly level: number;
  /** The arrival's row of the feeder, by column; empty without one. */
  readonly row: Readonly<Record<string, string>>;
  /** Counts the arrivals of the whole load, from 0. */
  readonly arrival: number;
  /** Which of the virtual clients it comes from, from 0; 0 where there are none. */
  readonly client: number;
  /** What the workload's own part of the config was read as; undefined without one. */
  readonly settings?: unknown;
};

/** What a workload of several steps is told, and how it sends: `ask` is counted under the name of a step. */
export type StepsContext = ArrivalContext & {
  readonly ask: (step: string, parts: RequestParts) => Promise<HttpAnswer>;
};

/** A part of the config that is a module's own: `extensions.NAME`. */
export type WorkloadExtension = {
  /** Small letters, digits and dashes, beginning with a letter. */
  readonly name: string;
  /**
   * Given what the config says there, undefined where it says nothing; gives what is `settings` of each arrival. Throws an Error
   * whose message says what was expected and what came.
   */
  readonly read: (given: unknown) => unknown;
};

/**
 * A kind of work whose weight is a whole number. Either every arrival is one request, or steps of its own: these end well
 * unless they return false or throw. The same code runs in every worker thread, each with its own copy of the module.
 */
export type Workload = {
  readonly name: string;
  /** The lightest that is still work. */
  readonly smallestLevel: number;
  /** The heaviest that makes sense to ask for. */
  readonly largestLevel?: number;
  /** Why these two; ends the sentence that refuses another level. */
  readonly levelReason?: string;
  /** Its own part of the config. */
  readonly extension?: WorkloadExtension;
} & (
  | { readonly request: (level: number, context: ArrivalContext) => RequestParts }
  | {
      /** Every name that `ask` is given. */
      readonly stepNames: readonly string[];
      readonly steps: (context: StepsContext) => Promise<unknown>;
    }
);

/** Gives a workload its type; a module exports it as default. */
export function defineWorkload(workload: Workload): Workload {
  return workload;
}
