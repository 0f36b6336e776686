import type { Clock } from '../../time/clock.js';
import type { JobNews } from '../../workload/dataset-job.js';
import type { Asked } from './job-client.js';

/** How a job is followed. */
export type FollowLimits = {
  /** From the order to train to its end. */
  readonly timeoutMs: number;
  /** Between two questions. */
  readonly pollMs: number;
  /** A stream that has said nothing of the job for so long does not follow it: it is asked for. */
  readonly quietMs: number;
  /** Questions in a row without an answer after which nobody is thought to be there. */
  readonly mostFailures: number;
};

export const defaultFollowLimits: FollowLimits = {
  timeoutMs: 300_000,
  pollMs: 1_000,
  quietMs: 2_000,
  mostFailures: 10,
};

/** How following ended. */
export type FollowEnd =
  | { readonly kind: 'done'; readonly accuracy: number | null }
  | { readonly kind: 'failed'; readonly reason: string; readonly isLost: boolean }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'stopped' };

/** A job that is followed. */
export type FollowedJob = {
  /** A stream has told this of it. */
  readonly tell: (news: JobNews) => void;
  readonly ended: Promise<FollowEnd>;
  /** Follows it no longer. Harmless once it has ended. */
  readonly stop: () => void;
};

/** Whom a follower tells what was heard, and what kept it from hearing. */
export type FollowListener = {
  readonly news: (news: JobNews, via: 'stream' | 'poll') => void;
  readonly unheard: (reason: string) => void;
};

/**
 * Follows a job until it is done, failed or out of time: by what a stream tells, and by asking whenever no stream has
 * spoken of it for a while. `ask` asks the server for the job; a question is never asked while another waits.
 */
export function followJob(
  clock: Clock,
  limits: FollowLimits,
  ask: () => Promise<Asked<JobNews>>,
  listener: FollowListener,
): FollowedJob {
  const { promise: ended, resolve } = Promise.withResolvers<FollowEnd>();
  let isOver = false;
  let isAsking = false;
  let failures = 0;
  let heardMs = Number.NEGATIVE_INFINITY;
  const end = (how: FollowEnd): void => {
    if (isOver) return;
    isOver = true;
    cancelTimeout();
    cancelPoll();
    resolve(how);
  };
  const hear = (news: JobNews, via: 'stream' | 'poll'): void => {
    if (isOver) return;
    listener.news(news, via);
    if (news.state === 'done') end({ kind: 'done', accuracy: news.accuracy });
    if (news.state === 'failed') end({ kind: 'failed', reason: news.reason ?? 'no reason', isLost: false });
  };
  const poll = async (): Promise<void> => {
    if (isAsking || isOver || clock.nowMs() - heardMs < limits.quietMs) return;
    isAsking = true;
    const answer = await ask();
    isAsking = false;
    if (isOver) return;
    if (answer.kind === 'ok') {
      failures = 0;
      hear(answer.value, 'poll');
      return;
    }
    failures += 1;
    listener.unheard(answer.reason);
    if (failures >= limits.mostFailures) end({ kind: 'failed', reason: answer.reason, isLost: answer.isLost });
  };
  const cancelTimeout = clock.after(limits.timeoutMs, () => end({ kind: 'timeout' }));
  const cancelPoll = clock.every(limits.pollMs, () => void poll());
  return {
    ended,
    tell(news) {
      heardMs = clock.nowMs();
      failures = 0;
      hear(news, 'stream');
    },
    stop: () => end({ kind: 'stopped' }),
  };
}
