import { attributeBottleneck, type OfferedRate } from '../engine/discovery/attribute-bottleneck.js';
import type { ResourceReading } from '../engine/discovery/saturation.js';
import { fitScalability, type ScalePoint } from '../engine/discovery/scalability.js';
import type { Bottleneck, Scalability } from '../model/discovery.js';
import { createRandom } from '../time/random.js';
import type { ResourceUse } from './use-log.js';

/** One rate that was offered: how the load did, and what the servers did meanwhile. */
export type OfferedTrial = OfferedRate & {
  /** Good answers a second. */
  readonly achievedPerSecond: number;
  /** It ran long enough, and to its end, so that its readings are of this rate. */
  readonly isWhole: boolean;
  readonly uses: readonly ResourceUse[];
};

/** What the search for a line ended with, as far as it says what gives first. */
export type LineFacts = {
  readonly linePerSecond: number | null;
  readonly isGeneratorLimited: boolean;
  /** Share of bad arrivals that the tightest objective allows, 0 to 1. */
  readonly allowedRatio: number;
};

/** What gives first, and why; null where there is no line that it could be told of. */
export function findBottleneck(trials: readonly OfferedTrial[], facts: LineFacts): Bottleneck | null {
  const { allowedRatio, isGeneratorLimited, linePerSecond } = facts;
  if (linePerSecond === null) {
    if (!isGeneratorLimited) return null;
    const reason = 'the load generator could not send what was asked';
    return { label: 'generator-limited', server: null, resource: null, headroom: null, reason, suspects: [] };
  }
  const readings = trials
    .filter(({ isWhole }) => isWhole)
    .flatMap(({ perSecond, uses }) =>
      uses.map(
        ({ resource, server, utilisation, waiting }): ResourceReading => ({
          server,
          resource,
          utilisation,
          perSecond,
          signal: waiting,
          errors: 0,
        }),
      ),
    );
  const offered = trials.map((trial) => ({ ...trial, isGeneratorLimited }));
  const found = attributeBottleneck(readings, offered, linePerSecond, allowedRatio);
  return {
    label: found.label,
    server: found.server,
    resource: found.resource,
    headroom: rounded(found.headroom),
    reason: found.reason,
    suspects: found.suspects.map(({ headroom, interval95, resource, server }) => ({
      server,
      resource,
      headroom: Math.round(headroom * 100) / 100,
      interval95: interval95 === null ? null : [rounded(interval95[0])!, rounded(interval95[1])!],
    })),
  };
}

/**
 * The scalability law through the rates that the target carried, concurrency by Little's law; null where it would only
 * seem to know, or foretells a throughput without end.
 */
export function findScalability(trials: readonly OfferedTrial[], facts: LineFacts, seed: number): Scalability | null {
  if (facts.linePerSecond === null) return null;
  const points = trials
    .filter(({ badRatio, inFlight, isWhole }) => isWhole && inFlight > 0 && badRatio <= facts.allowedRatio)
    .map(({ achievedPerSecond, inFlight }): ScalePoint => ({ concurrency: inFlight, perSecond: achievedPerSecond }));
  const fit = fitScalability(points, facts.linePerSecond, createRandom(seed));
  if (fit === null || !Number.isFinite(fit.peakPerSecond)) return null;
  const { alpha, beta, peakInterval95, peakPerSecond } = fit;
  const tenth = (value: number): number => Math.round(value * 10) / 10;
  return {
    alpha,
    beta,
    peakPerSecond: tenth(peakPerSecond),
    interval95: [tenth(peakInterval95[0]), Number.isFinite(peakInterval95[1]) ? tenth(peakInterval95[1]) : null],
  };
}

function rounded(value: number | null): number | null {
  return value === null ? null : Math.round(value * 100) / 100;
}
