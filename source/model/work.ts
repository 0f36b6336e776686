import type { RequestSpec } from './request.js';

/**
 * One HTTP request of a load. A source hands out the same object again wherever nothing in it changes, so that its bytes
 * are made once.
 */
export type HttpRequest = RequestSpec & {
  readonly kind: 'request';
  /** Under which name it is counted: an index into `WorkSource.names`. */
  readonly name: number;
  /** Which host it goes to: an index into the load's hosts. */
  readonly host: number;
  /** Path and query, beginning with a slash. */
  readonly path: string;
  /** Its bytes in HTTP/1.1 once they were made, by the load engine. */
  bytes: Uint8Array | null;
};

/** What came back for one request of a flow. */
export type HttpAnswer = {
  readonly status: number;
  /** Names in lower case; a field sent several times is joined by a comma and a blank. */
  readonly headers: ReadonlyMap<string, string>;
  /** The body as text; no more of it than `Ask` says. */
  readonly text: string;
};

/** Sends one request of a flow and resolves with its answer, whatever its status; rejects where none came. */
export type Ask = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * One arrival made of several requests, each of which may depend on the answers before it. It ends well when `run`
 * resolves true, badly when it resolves false or rejects.
 */
export type Flow = {
  readonly kind: 'flow';
  readonly name: number;
  readonly run: (ask: Ask) => Promise<boolean>;
};

/** What one arrival does. */
export type Work = HttpRequest | Flow;

/** Says what each arrival does. Called on the load engine's hot path. */
export type WorkSource = {
  /** A row of statistics each: whole arrivals first, then the steps of flows. */
  readonly names: readonly string[];
  /** Whether it may hand out flows. */
  readonly hasFlows: boolean;
  /**
   * The work of one arrival. `serial` counts the arrivals of the whole load, over all workers and phases; `chance` is
   * uniform in (0, 1) and belongs to the arrival: the same for the same seed, however many workers there are.
   */
  readonly next: (serial: number, chance: number) => Work;
};

/** What load is made of, as plain data that a worker thread can be given; `openWork` makes a source of it. */
export type WorkSpec = {
  /** As `WorkSource.names`. */
  readonly names: readonly string[];
  /** Each arrival is one of these, by chance, in proportion to their weights. */
  readonly entries: readonly WorkEntry[];
  /** Virtual clients that arrivals are dealt to in turn, each with cookies of its own; null: none, and no cookies. */
  readonly clients: number | null;
};

/** One kind of arrival in a mix. */
export type WorkEntry = {
  /** Above 0; only proportions matter. */
  readonly weight: number;
  readonly request: Omit<HttpRequest, 'kind' | 'bytes'>;
};
