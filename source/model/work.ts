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
  /** Whether it may hand out flows that ask for anything. */
  readonly hasFlows: boolean;
  /**
   * The work of one arrival. `serial` counts the arrivals of the whole load, over all workers and phases; `chance` is
   * uniform in (0, 1) and belongs to the arrival: the same for the same seed, however many workers there are. `client`:
   * which of the virtual clients it comes from, over all workers; 0 where there are none. Never throws: an arrival whose
   * request cannot be made is a flow that ends badly.
   */
  readonly next: (serial: number, chance: number, client: number) => Work;
};

/** What load is made of, as plain data that a worker thread can be given; `openWork` makes a source of it. */
export type WorkSpec = {
  /** As `WorkSource.names`. */
  readonly names: readonly string[];
  /** Each arrival is one of these, by chance, in proportion to their weights. */
  readonly entries: readonly WorkEntry[];
  /** Virtual clients that arrivals are dealt to in turn, each with cookies of its own; null: none, and no cookies. */
  readonly clients: number | null;
  /** How heavy the work of one request is: what `{{level}}` stands for; absent: no template names it. */
  readonly level?: number;
  /** Rows that templates take values from; absent: none. */
  readonly feeder?: FeederSpec;
};

/** One kind of arrival in a mix. `weight`: above 0; only proportions matter. */
export type WorkEntry =
  | { readonly weight: number; readonly request: RequestTemplate }
  /** A flow: steps one after another, each counted under its own name, and the whole under `name`. */
  | { readonly weight: number; readonly name: number; readonly steps: readonly StepTemplate[] }
  | { readonly weight: number; readonly workload: WorkloadSpec };

/** A request whose path, header values and body may hold `{{names}}`. */
export type RequestTemplate = Omit<HttpRequest, 'kind' | 'bytes'>;

/** A step, and what of its answer later steps may name. */
export type StepTemplate = RequestTemplate & { readonly captures: readonly Capture[] };

/** A value taken from an answer: from a header field, or from a body of JSON by a pointer (RFC 6901), taken apart. */
export type Capture = {
  readonly name: string;
  readonly from:
    | { readonly kind: 'header'; readonly header: string }
    | { readonly kind: 'json'; readonly pointer: readonly string[] };
};

/** Work that code makes: a built-in workload, or a module of the user's. */
export type WorkloadSpec = {
  readonly from:
    | { readonly kind: 'built-in'; readonly name: string }
    | { readonly kind: 'module'; readonly url: string };
  /** Under which name whole arrivals are counted; steps follow from `firstStep` on, in the order of its step names. */
  readonly name: number;
  readonly firstStep: number;
  /** What the config says in its part that is the workload's own, as JSON has it; absent where nothing. */
  readonly extension?: unknown;
  /** The load's hosts in their order: how the workload names them, and what every request to them begins with. */
  readonly hosts: readonly {
    readonly name: string;
    /** Before every path; empty, or a slash and more without one at the end. */
    readonly basePath: string;
    readonly headers: RequestSpec['headers'];
  }[];
};

/** Rows of values, dealt to arrivals: in turn over all workers, or by each arrival's chance. */
export type FeederSpec = { readonly rows: Rows; readonly order: 'in-turn' | 'random' };

/** A table of text in memory that threads share, so that a worker is given it without a copy. At least one row. */
export type Rows = {
  readonly columns: readonly string[];
  readonly count: number;
  /** All cells, row by row, in UTF-8. */
  readonly text: SharedArrayBuffer;
  /** Uint32 for each cell: where it ends in `text`. */
  readonly ends: SharedArrayBuffer;
};
