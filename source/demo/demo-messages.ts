/** What a demo cluster is asked to be; the primary's only argument, as JSON. */
export type ClusterSpec = { readonly workers: number /** 0 for any free port. */; readonly port: number };

/** What a worker is asked to be; its only argument, as JSON. */
export type WorkerSpec = {
  /** Counts from 1. */
  readonly index: number;
  /** Its own port, besides the front door that all share; 0 for any free one. */
  readonly port: number;
};

/** Primary to whoever started the cluster. There is no message back: the end of the channel is the order to stop. */
export type PrimaryMessage =
  | { readonly kind: 'ready'; readonly port: number; readonly workers: readonly WorkerSeen[] }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string };

/** A worker as the primary sees it. */
export type WorkerSeen = { readonly name: string; readonly port: number; readonly pid: number };

/** Worker to primary. */
export type WorkerMessage =
  /** It listens on its own port and takes connections. */
  | { readonly kind: 'listening'; readonly port: number }
  /** The connection with this number is its own now. */
  | { readonly kind: 'taken'; readonly number: number }
  /** What its stream has told of one of its jobs. */
  | { readonly kind: 'told'; readonly message: object };

/** Primary to worker. */
export type OrderMessage =
  /** Comes with the socket of one client of the front door. */
  | { readonly kind: 'connection'; readonly number: number }
  /** Own ports of all workers by index - 1; null for one that is down. */
  | { readonly kind: 'siblings'; readonly ports: readonly (number | null)[] }
  /** What another worker's stream has told of a job: whoever follows one stream follows every job. */
  | { readonly kind: 'tell'; readonly message: object };

/** The name of the worker with this index, as results and panes show it. */
export function workerName(index: number): string {
  return `worker-${index}`;
}
