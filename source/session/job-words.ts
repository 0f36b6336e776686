import { type JobApi, type JobNews, readJobMessage } from '../workload/dataset-job.js';
import type { StreamWords } from './stream-words.js';

/** What streams say of jobs, by the jobs' ids. */
export type JobWords = {
  /** Tells what is heard of a job from now on, and what was heard of it last before. Returns the end of it. */
  readonly follow: (id: string, tell: (news: JobNews) => void) => () => void;
  /** Whether a stream has ever spoken of the job, and whether one said that it is done. */
  readonly wasToldOf: (id: string) => boolean;
  readonly wasToldDone: (id: string) => boolean;
  readonly stop: () => void;
};

/** Jobs remembered: also those of others that the same stream tells of, the oldest forgotten first. */
const mostJobs = 10_000;

export function createJobWords(api: JobApi, words: Pick<StreamWords, 'listen'>): JobWords {
  const last = new Map<string, JobNews>();
  const done = new Set<string>();
  const followers = new Map<string, (news: JobNews) => void>();
  const stop = words.listen((message) => {
    const told = readJobMessage(api, message);
    if (told === null) return;
    const { id, news } = told;
    last.delete(id);
    last.set(id, news);
    if (news.state === 'done') done.add(id);
    if (last.size > mostJobs) {
      const [oldest] = last.keys();
      last.delete(oldest!);
      done.delete(oldest!);
    }
    followers.get(id)?.(news);
  });
  return {
    follow(id, tell) {
      followers.set(id, tell);
      const before = last.get(id);
      if (before !== undefined) tell(before);
      return () => followers.delete(id);
    },
    wasToldOf: (id) => last.has(id),
    wasToldDone: (id) => done.has(id),
    stop,
  };
}
