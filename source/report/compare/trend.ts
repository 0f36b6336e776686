import { changePoints } from '../../measure/change-points.js';
import { median } from '../../measure/median.js';
import { smoothQuantileUs } from '../../measure/quantile-estimate.js';
import { sumRunCells } from '../../measure/run-cells.js';
import type { ComparisonVerdict, TrendChange, TrendResult, TrendSeries } from '../../model/comparison.js';
import { createRandom } from '../../time/random.js';
import { valueText } from './change-text.js';
import type { SessionDigest } from './digest.js';
import { importedPoints } from './trend-imported.js';
import { sessionText } from './verdict.js';

/** A change that random orders make more often than this is none: a long history is looked at again and again. */
const mostP = 0.01;

/** Of fewer sessions there are too few orders for any to be rare. */
const fewestSessions = 10;

/** A series is shown where so many of the sessions have it. */
const leastShare = 0.5;

/** The metrics of many sessions over time, the oldest first, and where they changed for good. */
export function trendOf(name: string, digests: readonly SessionDigest[], noiseBand: number): TrendResult {
  const oldestFirst = digests.toSorted((a, b) => (a.session.startedAt < b.session.startedAt ? -1 : 1));
  const believed = oldestFirst.filter(({ doubts }) => doubts.length === 0);
  const series = seriesOf(believed)
    .filter(({ points }) => points.length >= Math.max(2, leastShare * believed.length))
    .map((one) => ({ ...one, changes: changesOf(one, noiseBand) }));
  const notes: string[] = [];
  const doubtful = oldestFirst.length - believed.length;
  if (doubtful > 0) notes.push(`${doubtful} of ${oldestFirst.length} sessions cannot be believed and are left out.`);
  if (believed.length < fewestSessions) {
    notes.push(`A change can be told from chance from ${fewestSessions} sessions on; there are ${believed.length}.`);
  }
  const verdict = trendVerdict(series, believed.length);
  return {
    kind: 'trend',
    name,
    sessions: oldestFirst.map(({ session }) => session),
    series,
    noiseBand,
    verdict,
    sentence: trendSentence(name, series, verdict, believed),
    notes,
  };
}

type UnchangedSeries = Omit<TrendSeries, 'changes'>;

function seriesOf(digests: readonly SessionDigest[]): readonly UnchangedSeries[] {
  const all = new Map<string, UnchangedSeries & { readonly points: TrendSeries['points'][number][] }>();
  const add = (about: Omit<UnchangedSeries, 'points'>, { session }: SessionDigest, value: number): void => {
    const key = `${about.metric} ${about.perSecond}`;
    const series = all.get(key) ?? { ...about, points: [] };
    all.set(key, series);
    series.points.push({ id: session.id, startedAt: session.startedAt, value });
  };
  const imported = importedPoints(digests);
  for (const digest of digests) {
    if (digest.imported !== null) {
      for (const { value, ...about } of imported(digest)) add(about, digest, value);
      continue;
    }
    for (const { doubt, label, perSecond } of digest.lines) {
      if (doubt !== null) continue;
      add({ metric: label, perSecond: null, unit: 'perSecond', isHigherBetter: true }, digest, perSecond);
    }
    for (const { level, perSecond, run } of digest.segments) {
      const { responseTime } = sumRunCells(run.cells());
      if (level !== null || responseTime.count === 0) continue;
      // Rates are joined as comparing does it: to the nearest half per cent.
      const rate = Number(perSecond.toPrecision(3));
      const p99Ms = smoothQuantileUs(responseTime, 0.99) / 1000;
      add({ metric: 'p99', perSecond: rate, unit: 'ms', isHigherBetter: false }, digest, p99Ms);
    }
  }
  return [...all.values()];
}

function changesOf({ isHigherBetter, points }: UnchangedSeries, noiseBand: number): readonly TrendChange[] {
  const values = points.map(({ value }) => value);
  // Changes of a rate or a latency are ratios; the seed is fixed, so that the same sessions give the same answer.
  const found = changePoints(
    values.map((value) => Math.log(Math.max(value, Number.MIN_VALUE))),
    mostP,
    createRandom(1),
  );
  return found.map(({ index, p }, at): TrendChange => {
    const { id, startedAt } = points[index]!;
    const before = median(values.slice(found[at - 1]?.index ?? 0, index));
    const after = median(values.slice(index, found[at + 1]?.index));
    const change = after / before - 1;
    const isNoise = Math.abs(Math.log1p(change)) <= Math.log1p(noiseBand);
    const verdict = isNoise ? 'same' : change > 0 === isHigherBetter ? 'better' : 'worse';
    return { id, startedAt, before, after, change, p, verdict };
  });
}

/** The latest change that counts, of any series; the worse one where two came with the same session. */
function latestOf(series: readonly TrendSeries[]) {
  return series
    .flatMap((one) => one.changes.map((change) => ({ series: one, change })))
    .filter(({ change }) => change.verdict !== 'same')
    .toSorted(
      (a, b) =>
        b.change.startedAt.localeCompare(a.change.startedAt) ||
        Number(b.change.verdict === 'worse') - Number(a.change.verdict === 'worse'),
    )[0];
}

function trendVerdict(series: readonly TrendSeries[], sessions: number): ComparisonVerdict {
  if (series.length === 0) return 'incomparable';
  const latest = latestOf(series);
  if (latest !== undefined) return latest.change.verdict === 'worse' ? 'regression' : 'improvement';
  return sessions < fewestSessions ? 'unclear' : 'same';
}

function trendSentence(
  name: string,
  series: readonly TrendSeries[],
  verdict: ComparisonVerdict,
  digests: readonly SessionDigest[],
): string {
  const count = `${digests.length} ${digests.length === 1 ? 'session' : 'sessions'}`;
  const latest = latestOf(series);
  if (latest !== undefined) {
    const { metric, perSecond } = latest.series;
    const { after, before, change, id } = latest.change;
    const session = digests.find((digest) => digest.session.id === id)?.session;
    const at = perSecond === null ? '' : ` at ${valueText({ unit: 'perSecond' }, perSecond)}`;
    const percent = `${Math.abs(change * 100).toFixed(1)} % ${change < 0 ? 'lower' : 'higher'}`;
    return `Since ${session === undefined ? id : sessionText(session)}, ${latest.change.startedAt}, the ${metric}${at} of ${name} is ${percent}: ${valueText(latest.series, after)} instead of ${valueText(latest.series, before)}, over ${count}.`;
  }
  switch (verdict) {
    case 'incomparable':
      return `${count} of ${name} have nothing in common that can be followed: no load line, and no rate that most of them held.`;
    case 'unclear':
      return `${count} of ${name} are too few to tell a change from chance.`;
    default:
      return `Nothing changed over ${count} of ${name}.`;
  }
}
