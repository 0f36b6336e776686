import { countText, millisecondsText, rateNumber } from '../../model/quantity-text.js';
import { isSameRate } from '../../model/same-rate.js';
import type { WorkResult } from '../../model/work-result.js';
import { benchesOf, type FoundLine, linesOf, workOf } from '../answer-parts.js';
import type { Digest } from '../digest/digest.js';
import { shownVerdict } from '../rate-verdict.js';
import { groupedBarsChart } from './bar-charts.js';
import { type Curve, type CurveSpot, curveChart } from './curve-chart.js';
import { distributionChart, percentilesChart } from './distribution-charts.js';
import type { Width } from './frame.js';
import { heatmapChart, latencyChart, limitsOf, rateChart } from './load-charts.js';
import type { Markup } from './markup.js';
import { resourceChart } from './resource-charts.js';
import { resources } from './resources.js';
import { suspectsChart } from './suspects-chart.js';

/** A chart of a session. `name`: how it is asked for, and the name of its file. */
export type Chart = { readonly name: string; readonly title: string; readonly draw: (width: Width) => Markup | null };

/** Every chart that a session has something for, in the order of a report. */
export function chartsOf(digest: Digest): readonly Chart[] {
  return [...answerCharts(digest), ...loadCharts(digest), ...serverCharts(digest)].filter(
    ({ draw }) => draw('narrow') !== null,
  );
}

/** The charts of what was found. */
export function answerCharts(digest: Digest): readonly Chart[] {
  const lines = linesOf(digest.answer);
  const suffix = (at: number): string => (lines.length > 1 ? `-${at + 1}` : '');
  return [
    { name: 'load-lines', title: 'Load lines', draw: (width) => loadLinesChart(lines, width) },
    {
      name: 'cpu-compare',
      title: 'CPU of each server while each line was looked for',
      draw: (width) => benchCpuChart(digest, width),
    },
    { name: 'job-levels', title: 'Time of each level of jobs', draw: (width) => jobsChart(digest, width) },
    { name: 'job-cpu', title: 'CPU while each level ran', draw: (width) => jobsCpuChart(digest, width) },
    ...(lines.length === 0 ? [{ name: 'curve', title: 'Response time over the rate', draw: runCurve(digest) }] : []),
    ...lines.map((line, at) => ({
      name: `curve${suffix(at)}`,
      title: lines.length > 1 ? `Response time over the rate, ${line.name}` : 'Response time over the rate',
      draw: (width: Width) => curveChart(curveOf(digest, line), width, line.name),
    })),
    ...lines.map(({ name, result }, at) => ({
      name: `bottleneck${suffix(at)}`,
      title: lines.length > 1 ? `What gives first, ${name}` : 'What gives first',
      draw: (width: Width) => suspectsChart(result.bottleneck?.suspects ?? [], width),
    })),
    ...workOf(digest.answer).map((work, at, all) => ({
      name: all.length > 1 ? `levels-${at + 1}` : 'levels',
      title:
        all.length > 1
          ? `Time of one request by level, ${work.workload} of ${work.target}`
          : 'Time of one request by level',
      draw: (width: Width) => levelsChart(work, width),
    })),
  ];
}

/** The time of each level of dataset jobs. */
function jobsChart({ answer }: Digest, width: Width): Markup | null {
  if (answer?.kind !== 'jobs') return null;
  const groups = answer.levels.map(({ durationSeconds, level }) => ({
    name: level,
    bars: [{ value: durationSeconds, interval95: null }],
  }));
  const text = (seconds: number): string => millisecondsText(seconds * 1000);
  return groupedBarsChart(
    { title: 'Time of each level', axis: 'time of a level', text, series: ['time'], groups },
    width,
  );
}

/** CPU of servers and processes as grouped bars: a group for each level, a bar for each source. */
function jobsCpuChart({ answer }: Digest, width: Width): Markup | null {
  if (answer?.kind !== 'jobs') return null;
  const sources = [...new Set(answer.levels.flatMap(({ uses }) => uses.map(({ source }) => source)))].slice(
    0,
    mostSources,
  );
  const groups = answer.levels.map(({ level, uses }) => ({
    name: level,
    bars: sources.map((source) => {
      const mean = uses.find((use) => use.source === source)?.cpuPercent?.mean;
      return mean === undefined ? null : { value: mean, interval95: null };
    }),
  }));
  return groupedBarsChart(
    { title: 'CPU while each level ran', axis: 'CPU, mean %', text: countText, series: sources, groups },
    width,
  );
}

/** As many as can be told apart by colour. */
const mostSources = 6;

/** The charts of load over time and of all its answers. */
export function loadCharts(digest: Digest): readonly Chart[] {
  // Of another program it is not known that it counts from when a request was due.
  const [time, times] = digest.imported === null ? ['Response time', 'response times'] : ['Latency', 'latencies'];
  return [
    { name: 'latency', title: `${time} over time`, draw: (width) => latencyChart(digest, width) },
    { name: 'rate', title: 'Requests a second', draw: (width) => rateChart(digest, width) },
    { name: 'heatmap', title: `Heatmap of ${times}`, draw: (width) => heatmapChart(digest, width) },
    {
      name: 'distribution',
      title: `Distribution of ${times}`,
      draw: (width) => distributionChart(digest, width),
    },
    {
      name: 'percentiles',
      title: `Percentiles of ${time.toLowerCase()}`,
      draw: (width) => percentilesChart(digest, width),
    },
  ];
}

/** The charts of servers, one for each resource. */
export function serverCharts(digest: Digest): readonly Chart[] {
  return resources.map((resource) => ({
    name: resource.name,
    title: `${resource.title} of each server`,
    draw: (width) => resourceChart(digest, resource, width),
  }));
}

/** The curve that a search measured on its way, with what it said of each rate. */
function curveOf({ asked, rates }: Digest, { configuration, result }: FoundLine): Curve {
  const own = rates.filter((row) => row.configuration === configuration);
  const limit = asked.objectives.find(({ limitMs, text }) => limitMs !== null && text === result.bindingObjective);
  const first = limit ?? asked.objectives.find(({ limitMs, request }) => limitMs !== null && request === null);
  return {
    points: result.curve.map(({ intervals95, p50Ms, p99Ms, perSecond }) => ({
      perSecond,
      p50Ms,
      p99Ms,
      interval95Ms: intervals95?.p99Ms ?? null,
      verdict: verdictAt(own, perSecond),
    })),
    limit: first?.limitMs == null ? null : { text: first.text, ms: first.limitMs },
    linePerSecond: result.estimatePerSecond,
    interval95: result.interval95,
    kneePerSecond: result.kneePerSecond ?? null,
    certifiedPerSecond: result.certifiedPerSecond,
  };
}

function verdictAt(rows: Digest['rates'], perSecond: number): CurveSpot['verdict'] {
  const row = rows.find((one) => isSameRate(one.perSecond, perSecond));
  return row === undefined ? null : shownVerdict(row);
}

/** A ramp or stairs give a curve too, without a line on it. */
function runCurve(digest: Digest): (width: Width) => Markup | null {
  const [limit] = limitsOf(digest);
  const points = digest.rates.flatMap(({ perSecond, responseTimeMs, verdict }): readonly CurveSpot[] =>
    responseTimeMs === null
      ? []
      : [
          {
            perSecond,
            p50Ms: responseTimeMs.p50,
            p99Ms: responseTimeMs.p99,
            interval95Ms: responseTimeMs.intervals95.p99,
            verdict,
          },
        ],
  );
  const curve: Curve = {
    points,
    limit: limit === undefined ? null : { text: limit.text, ms: limit.limitMs },
    linePerSecond: null,
    interval95: null,
    kneePerSecond: null,
    certifiedPerSecond: null,
  };
  return (width) => curveChart(curve, width, digest.session.id);
}

function loadLinesChart(lines: readonly FoundLine[], width: Width): Markup | null {
  if (lines.length < 2) return null;
  const groups = lines.map(({ name, result: { estimatePerSecond, interval95 } }) => ({
    name,
    bars: [estimatePerSecond === null ? null : { value: estimatePerSecond, interval95 }],
  }));
  const axis = 'requests a second';
  return groupedBarsChart(
    { title: 'Load line of each configuration', axis, text: rateNumber, series: ['load line'], groups },
    width,
  );
}

/** CPU of servers as grouped bars: a group for each server, a bar for each configuration. */
function benchCpuChart({ answer }: Digest, width: Width): Markup | null {
  const configurations = benchesOf(answer).flatMap((bench) => bench.configurations);
  const names = [...new Set(configurations.flatMap(({ servers }) => servers.map(({ server }) => server)))];
  const lines = linesOf(answer);
  if (names.length === 0) return null;
  return groupedBarsChart(
    {
      title: 'Mean CPU of each server while each line was looked for',
      axis: 'CPU, mean %',
      text: countText,
      series: lines.map(({ name }) => name),
      groups: names.map((name) => ({
        name,
        bars: configurations.map(({ servers }) => {
          const mean = servers.find(({ server }) => server === name)?.cpuPercent?.mean;
          return mean === undefined ? null : { value: mean, interval95: null };
        }),
      })),
    },
    width,
  );
}

function levelsChart({ steps }: WorkResult, width: Width): Markup | null {
  const groups = steps.map(({ level, maxMs, meanMs }) => ({
    name: String(level),
    bars: [meanMs, maxMs].map((value) => (value === null ? null : { value, interval95: null })),
  }));
  const text = (ms: number): string => millisecondsText(ms).replace(' ms', '');
  return groupedBarsChart(
    {
      title: 'Time of one request at each level',
      axis: 'ms of one request, by level',
      text,
      series: ['mean', 'slowest'],
      groups,
    },
    width,
  );
}
