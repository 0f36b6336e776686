import { chanceLarger } from '../../measure/chance-slower.js';
import { adjustByHommel } from '../../measure/estimate.js';
import { sumRunCells } from '../../measure/run-cells.js';
import type { ComparedMetric, ComparedPair, ComparedRate } from '../../model/comparison.js';
import { listText } from '../../model/list-text.js';
import { plainText } from '../../model/plain-text.js';
import { rateText } from '../../model/quantity-text.js';
import { importedMetrics, isClosedPair, unlikeReason } from './compare-imported.js';
import type { Segment, SessionDigest } from './digest.js';
import type { UnjudgedMetric } from './metric-parts.js';
import { lineMetric, segmentMetrics, throughputMetrics } from './metrics.js';
import { demandMetric, probedCpuMetrics } from './probed-metrics.js';
import { fewestHeldSeconds } from './segments.js';
import { pairSentence, pairVerdict, summariesSentence } from './verdict.js';

/** Rates that differ by less than this are one: a plan that says 500/s in two ways. */
const sameRateRatio = 0.005;

/** Fewer seconds at a rate are too few to tell how they go together. */
const fewestSeconds = 10;

/** How many rates a note names. */
const mostNamed = 5;

/** A false alarm among all metrics of a pair happens in fewer than this many cases. */
const errorRatio = 0.05;

const names = ['the baseline', 'the candidate'] as const;

/** Compares a session with the baseline. `noiseBand`: share (0 to 1) that a ratio must change by to count. */
export function comparePair(baseline: SessionDigest, candidate: SessionDigest, noiseBand: number): ComparedPair {
  const notes: string[] = [];
  const unjudged: UnjudgedMetric[] = [];
  const rates: ComparedRate[] = [];
  let areSummaries = false;
  const unlike = unlikeReason(baseline, candidate);
  // The first note is the reason where nothing can be compared.
  if (unlike !== null) notes.push(`Not compared: ${unlike}`);
  const both = [baseline, candidate] as const;
  for (const [at, { doubts }] of both.entries()) {
    for (const doubt of doubts) notes.push(`Not compared, as ${names[at]} cannot be believed: ${doubt}`);
  }
  if (unlike === null) {
    unjudged.push(...compareLines(baseline, candidate, noiseBand, notes));
    if (baseline.doubts.length + candidate.doubts.length === 0) {
      unjudged.push(...compareProbed(baseline, candidate, noiseBand, notes));
      const ofRates: string[] = [];
      for (const [a, b] of commonSegments(baseline, candidate, ofRates)) {
        const [before, after] = [sumRunCells(a.run.cells()), sumRunCells(b.run.cells())];
        rates.push({
          perSecond: a.perSecond,
          baselineSeconds: before.seconds,
          candidateSeconds: after.seconds,
          chanceSlower: chanceLarger(before.responseTime, after.responseTime),
        });
        if (isClosedPair(baseline, candidate)) unjudged.push(...throughputMetrics(a, b, noiseBand));
        unjudged.push(...segmentMetrics(a, b, noiseBand));
      }
      if (rates.length === 0) {
        const told = importedMetrics(baseline, candidate, noiseBand);
        areSummaries = told.length > 0;
        unjudged.push(...told);
      }
      // A summary held no rate, and none is missed.
      if (!areSummaries) notes.push(...ofRates);
    }
  }
  for (const [at, { caveats }] of both.entries()) {
    for (const caveat of caveats) notes.push(`About ${names[at]}: ${caveat}`);
  }
  const metrics = judge(unjudged);
  const verdict = pairVerdict(metrics);
  const [target, other] = [baseline.session.target, candidate.session.target];
  if (target !== null && other !== null && target !== other) {
    notes.push(`The targets differ: ${plainText(target)}, then ${plainText(other)}.`);
  }
  return {
    candidate: candidate.session,
    verdict,
    sentence:
      areSummaries && verdict === 'unclear'
        ? summariesSentence(baseline.session, candidate.session)
        : pairSentence(baseline.session, candidate.session, verdict, metrics, notes),
    metrics,
    rates,
    notes,
  };
}

/** Every metric with its verdict: a change is one that chance hardly makes and that the noise band does not hold. */
function judge(unjudged: readonly UnjudgedMetric[]): readonly ComparedMetric[] {
  const tested = unjudged.filter(({ p }) => p !== null);
  const adjusted = new Map(adjustByHommel(tested.map(({ p }) => p!)).map((p, index) => [tested[index], p]));
  return unjudged.map((metric): ComparedMetric => {
    const { p, ...rest } = metric;
    const adjustedP = adjusted.get(metric) ?? null;
    const { change, changeInterval95, noiseBand, isHigherBetter } = rest;
    // A ratio of 1/1.05 is as far from 1 as 1.05 is.
    const isBeyond =
      rest.scale === 'ratio' ? Math.abs(Math.log1p(change)) > Math.log1p(noiseBand) : Math.abs(change) > noiseBand;
    const isReal = p === null ? changeInterval95 !== null : (adjustedP ?? 1) < errorRatio;
    const isBetter = change > 0 === isHigherBetter;
    if (isReal && isBeyond) return { ...rest, adjustedP, verdict: isBetter ? 'better' : 'worse' };
    const couldBeMore =
      changeInterval95 === null || changeInterval95[0] < -noiseBand || changeInterval95[1] > noiseBand;
    return { ...rest, adjustedP, verdict: isReal || !couldBeMore ? 'same' : 'unclear' };
  });
}

function compareLines(
  baseline: SessionDigest,
  candidate: SessionDigest,
  noiseBand: number,
  notes: string[],
): readonly UnjudgedMetric[] {
  const metrics: UnjudgedMetric[] = [];
  for (const line of baseline.lines) {
    const other = candidate.lines.find(({ label }) => label === line.label);
    const doubt = line.doubt ?? other?.doubt ?? null;
    if (other === undefined) notes.push(`The ${line.label} was found in the baseline alone.`);
    else if (line.objectives !== other.objectives) {
      notes.push(
        `The ${line.label} is not compared: its objectives were ${line.objectives}, then ${other.objectives}.`,
      );
    } else if (doubt !== null) notes.push(`The ${line.label} is not compared: ${doubt}`);
    else if (line.interval95 === null || other.interval95 === null) {
      notes.push(`The ${line.label} is not compared: a search that gives no interval cannot tell chance from change.`);
    } else metrics.push(lineMetric(line, line.interval95, other, other.interval95, noiseBand));
  }
  if (baseline.heaviestLevel !== null && candidate.heaviestLevel !== null) {
    const [before, after] = [baseline.heaviestLevel, candidate.heaviestLevel];
    const value = (level: number) => ({ value: level, interval95: [level, level] as const, effectiveCount: null });
    metrics.push({
      metric: 'heaviest level',
      perSecond: null,
      unit: 'level',
      isHigherBetter: true,
      baseline: value(before),
      candidate: value(after),
      change: after - before,
      scale: 'difference',
      changeInterval95: [after - before, after - before],
      // Levels are whole, and neighbours are judged by a few requests each: one step is within chance.
      noiseBand: 1,
      p: null,
    });
  }
  return metrics;
}

function compareProbed(
  baseline: SessionDigest,
  candidate: SessionDigest,
  noiseBand: number,
  notes: string[],
): readonly UnjudgedMetric[] {
  return baseline.probed.flatMap((probed) => {
    const other = candidate.probed.find(({ label }) => label === probed.label);
    if (other === undefined) return [];
    const metric = demandMetric(probed, other, noiseBand);
    if (metric === null) {
      notes.push(`The service demand${probed.label} is not compared: it takes three rates that each search tried.`);
    }
    return [...(metric === null ? [] : [metric]), ...probedCpuMetrics(probed, other, noiseBand)];
  });
}

function commonSegments(
  baseline: SessionDigest,
  candidate: SessionDigest,
  notes: string[],
): readonly (readonly [Segment, Segment])[] {
  const pairs: (readonly [Segment, Segment])[] = [];
  const short: string[] = [];
  const alone: string[] = [];
  for (const segment of baseline.segments) {
    // What a closed loop reaches is an outcome: its one load is compared whatever its rate was.
    const isAny = isClosedPair(baseline, candidate);
    const other = candidate.segments.find(
      ({ perSecond, level }) =>
        isAny || (level === segment.level && Math.abs(Math.log(perSecond / segment.perSecond)) < sameRateRatio),
    );
    if (other === undefined) alone.push(rateText(segment.perSecond));
    else if (secondsOf(segment) < fewestSeconds || secondsOf(other) < fewestSeconds)
      short.push(rateText(segment.perSecond));
    else pairs.push([segment, other]);
  }
  if (short.length > 0) notes.push(`Held for less than ${fewestSeconds} s and not compared: ${named(short)}.`);
  if (pairs.length === 0 && alone.length > 0) {
    const others = candidate.segments.map(({ perSecond }) => rateText(perSecond));
    notes.push(
      `No rate was held by both: the baseline held ${named(alone)}, the candidate ${others.length === 0 ? 'none' : named(others)}.`,
    );
  }
  const without = [baseline, candidate].flatMap(({ probed, segments }, at) =>
    segments.length + probed.length === 0 ? [names[at]!] : [],
  );
  for (const [at, [one, other]] of [[baseline, candidate] as const, [candidate, baseline] as const].entries()) {
    if (one.segments.length === 0 && one.probed.length > 0 && other.probed.length === 0 && other.segments.length > 0) {
      notes.push(`Rates that were held are not compared with those that ${names[at]} tried while searching.`);
    }
  }
  if (without.length > 0 && baseline.lines.length + candidate.lines.length === 0) {
    notes.push(
      `No rate was held for ${fewestHeldSeconds} s by ${listText(without)}: what is compared takes ${fewestSeconds} s at one rate, and more to tell a change.`,
    );
  }
  return pairs;
}

function secondsOf({ run }: Segment): number {
  return run.cells().reduce((sum, cell) => sum + cell.seconds, 0);
}

function named(rates: readonly string[]): string {
  const shown = rates.slice(0, mostNamed);
  return listText(rates.length > mostNamed ? [...shown, `${rates.length - mostNamed} more`] : shown);
}
