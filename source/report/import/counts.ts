import type { ImportedFigures } from '../../model/imported.js';
import { rateOf } from './told-numbers.js';

/** What was counted of requests. `answered`: of which `good` were; `unanswered`: requests that came to nothing. */
type Counted = {
  readonly answered: number | null;
  readonly unanswered: number | null;
  readonly good: number | null;
  /** Answers a second, as the program tells it: more exactly than its rounded duration does. */
  readonly answeredPerSecond: number | null;
  readonly durationSeconds: number | null;
};

/** Counts and rates as every program has them here: of all requests, and of the good ones. */
export function countsOf({
  answered,
  answeredPerSecond,
  durationSeconds,
  good,
  unanswered,
}: Counted): Pick<
  ImportedFigures,
  'durationSeconds' | 'requests' | 'failed' | 'offeredPerSecond' | 'achievedPerSecond'
> {
  const requests = answered === null ? null : answered + (unanswered ?? 0);
  const rate = (count: number | null): number | null => {
    if (count === null) return null;
    if (answeredPerSecond !== null && answered) return answeredPerSecond * (count / answered);
    return rateOf(count, durationSeconds);
  };
  const sound = good === null || answered === null ? null : Math.min(answered, Math.max(0, good));
  return {
    durationSeconds,
    requests,
    failed: requests === null || sound === null || unanswered === null ? null : requests - sound,
    offeredPerSecond: unanswered === null ? null : rate(requests),
    achievedPerSecond: rate(sound),
  };
}
