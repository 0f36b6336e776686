export type LatencyStatistic = 'mean' | 'p50' | 'p90' | 'p99' | 'p999';

/** One promise to be kept. `text` is what the user wrote, shown wherever the objective is named. */
export type Objective =
  | {
      readonly kind: 'latency';
      readonly text: string;
      readonly statistic: LatencyStatistic;
      /** Response time must stay under this. */
      readonly limitMs: number;
      /** The name of the request that it is about; absent: all together. */
      readonly request?: string;
    }
  | {
      readonly kind: 'errors';
      readonly text: string;
      /** 0 to 1 */
      readonly limitRatio: number;
      readonly request?: string;
    }
  | { readonly kind: 'cpu'; readonly text: string /** 0 to 1, any server */; readonly limitRatio: number };

/** Whether one objective was met. `value` is in the objective's own unit (ms or percent); null when it could not be measured. */
export type ObjectiveResult = { readonly text: string; readonly met: boolean; readonly value: number | null };

/** The quantile (0 to 1) of a latency statistic; null for the mean. */
export function quantileOf(statistic: LatencyStatistic): number | null {
  switch (statistic) {
    case 'mean':
      return null;
    case 'p50':
      return 0.5;
    case 'p90':
      return 0.9;
    case 'p99':
      return 0.99;
    case 'p999':
      return 0.999;
  }
}

/** The name of the request that an objective is about; null: all together. */
export function requestOf(objective: Objective): string | null {
  return objective.kind === 'cpu' ? null : (objective.request ?? null);
}
