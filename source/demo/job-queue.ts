/** The work of one worker, first in first out, one piece per turn of the event loop. */
export type JobQueue = {
  /** Puts a piece of work at the end. False when the queue is full and it was not taken. */
  readonly push: (job: () => void) => boolean;
  /** Pieces waiting. */
  readonly depth: () => number;
};

/**
 * A queue of at most `limit` pieces. Between two pieces the loop reads the sockets, so requests that come while one is
 * being worked on are seen waiting here and not hidden in the kernel: what `depth` says is what a client waits behind.
 */
export function createJobQueue(limit: number): JobQueue {
  let jobs: (() => void)[] = [];
  let head = 0;
  const turn = (): void => {
    const job = jobs[head]!;
    head += 1;
    // Taken from the front by index; the used part is cut off when it is most of the array.
    if (head === jobs.length || head > limit) {
      jobs = jobs.slice(head);
      head = 0;
    }
    if (jobs.length > head) setImmediate(turn);
    job();
  };
  return {
    push(job) {
      if (jobs.length - head >= limit) return false;
      jobs.push(job);
      if (jobs.length - head === 1) setImmediate(turn);
      return true;
    },
    depth: () => jobs.length - head,
  };
}
