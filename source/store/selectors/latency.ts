import { emptyHistogram } from '../../model/histogram.js';
import { isLoadActive } from '../../model/load-active.js';
import type { LatencyStatistic } from '../../model/objective.js';
import { latencyWindows } from '../latency-windows.js';
import type { SessionView } from '../state.js';
import { selectTime, type TimeView, type Walk } from './history.js';
import { recentOutcomes, standingOf, statisticMs } from './standing.js';

/** One row of the table, in ms; null where nothing settled. */
export type LatencyRow = {
  readonly name: 'p50' | 'p90' | 'p99' | 'p99.9' | 'max';
  readonly now: number | null;
  readonly tenSeconds: number | null;
  readonly sixtySeconds: number | null;
  readonly run: number | null;
  /** The limit of the objective on this statistic; null without one. */
  readonly limitMs: number | null;
  /** Whether the last ten seconds kept it, what failed counted as late; null where nothing ended or there is no limit. */
  readonly isMet: boolean | null;
};

/** What the latency pane shows. Response times in ms. */
export type LatencyView = { readonly rows: readonly LatencyRow[]; readonly time: TimeView };

const tableRows = [
  { name: 'p50', statistic: 'p50' },
  { name: 'p90', statistic: 'p90' },
  { name: 'p99', statistic: 'p99' },
  { name: 'p99.9', statistic: 'p999' },
] as const satisfies readonly { readonly name: LatencyRow['name']; readonly statistic: LatencyStatistic }[];

/** `seconds`: how long one column of the chart is. */
export function selectLatency(view: SessionView, seconds = 1, walk: Walk | null = null): LatencyView {
  const { run } = view.load;
  const { tenSeconds, sixtySeconds, ...windows } = latencyWindows(view.load);
  const now = isLoadActive(view.run.state) ? windows.now : emptyHistogram;
  const objectives = (view.head?.objectives ?? []).filter((objective) => objective.kind === 'latency');
  const ended = recentOutcomes(view.load, 10);
  const rows: LatencyRow[] = tableRows.map(({ name, statistic }) => {
    const limitMs = objectives.find((objective) => objective.statistic === statistic)?.limitMs ?? null;
    return {
      name,
      now: statisticMs(now, statistic),
      tenSeconds: statisticMs(tenSeconds, statistic),
      sixtySeconds: statisticMs(sixtySeconds, statistic),
      run: statisticMs(run, statistic),
      limitMs,
      isMet: limitMs === null ? null : standingOf(tenSeconds, ended, statistic, limitMs).isMet,
    };
  });
  const maxMs = (histogram: typeof now): number | null => (histogram.count === 0 ? null : histogram.maxUs / 1000);
  rows.push({
    name: 'max',
    now: maxMs(now),
    tenSeconds: maxMs(tenSeconds),
    sixtySeconds: maxMs(sixtySeconds),
    run: maxMs(run),
    limitMs: null,
    isMet: null,
  });
  return { rows, time: selectTime(view, seconds, walk) };
}
