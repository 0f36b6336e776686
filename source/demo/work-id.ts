/**
 * Ids of datasets and jobs name the worker that holds them, `w2-9zk-7`: worker 2, its process, its seventh. Clients of
 * the front door reach any worker, and this is how it knows whom to ask.
 */
export type WorkIds = {
  readonly next: () => string;
  /** Whose id this is: the index of its worker, counting from 1. Null when it is no id. */
  readonly ownerOf: (id: string) => number | null;
};

/** Ids of the worker `index`. `processId` keeps the ids of a worker started again apart from those it gave before. */
export function createWorkIds(index: number, processId: number): WorkIds {
  let made = 0;
  return {
    next() {
      made += 1;
      return `w${index}-${processId.toString(36)}-${made}`;
    },
    ownerOf(id) {
      const match = /^w(\d{1,4})-[0-9a-z]{1,8}-\d{1,9}$/.exec(id);
      return match === null ? null : Number(match[1]);
    },
  };
}
