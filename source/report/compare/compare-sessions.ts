import type { ComparisonResult } from '../../model/comparison.js';
import { readSession } from '../../record/read-session.js';
import { comparePair } from './compare-pair.js';
import type { SessionDigest } from './digest.js';
import { comparedReadings, digestSession } from './digest-session.js';
import { worstVerdict } from './verdict.js';

/** What came of reading one session: what comparing needs, or a sentence about why there is nothing. */
export type DigestReading =
  | { readonly kind: 'ok'; readonly digest: SessionDigest }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** Reads a session file for comparing, once from beginning to end. */
export function readDigest(file: string): DigestReading {
  const reading = readSession(file);
  if (reading.kind === 'unreadable') return reading;
  try {
    const events = reading.eventsWithReadings(comparedReadings, ['serviceTime', 'timings']);
    return { kind: 'ok', digest: digestSession(reading.summary, events, reading.damage) };
  } finally {
    reading.close();
  }
}

/** Compares every later session with the first. `noiseBand`: share (0 to 1) that a ratio must change by to count. */
export function compareSessions(
  baseline: SessionDigest,
  candidates: readonly SessionDigest[],
  noiseBand: number,
): ComparisonResult {
  const pairs = candidates.map((candidate) => comparePair(baseline, candidate, noiseBand));
  const verdict = worstVerdict(pairs.map((pair) => pair.verdict));
  // What could not be compared is told beside what is worse.
  const telling = [...new Set([verdict, 'incomparable' as const])].flatMap((wanted) => {
    const first = pairs.find((pair) => pair.verdict === wanted);
    return first === undefined ? [] : [first.sentence];
  });
  return {
    kind: 'comparison',
    baseline: baseline.session,
    pairs,
    noiseBand,
    verdict,
    sentence: telling.length === 0 ? 'There is nothing to compare.' : telling.join(' '),
  };
}
