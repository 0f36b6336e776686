import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type DiscoveryFlag, discoveryFlags } from '../../source/model/discovery.js';
import { type DiscoveryParts, discoverySentence, furtherReservations } from '../../source/model/discovery-sentence.js';
import { discoveryParts } from '../report/helpers.js';

const target = 'http://127.0.0.1:8080/fibonacci/25';
const none: Partial<DiscoveryParts> = {
  estimatePerSecond: null,
  bracketPerSecond: null,
  certifiedPerSecond: null,
  verified: false,
};

const rows: readonly (readonly [what: string, Partial<DiscoveryParts>, sentence: string])[] = [
  [
    'a load line found and held',
    {},
    `${target} carries 1,240 requests a second while p99 < 50ms and errors < 1% (held 1,215/s in the final probe; missed at 1,265/s).`,
  ],
  [
    'a line that the final probe did not confirm',
    { flags: ['not-verified'], verified: false },
    `${target} carries 1,240 requests a second while p99 < 50ms and errors < 1% (held 1,215/s; missed at 1,265/s); the final probe did not confirm the load line.`,
  ],
  [
    'a promise that is never kept',
    { ...none, flags: ['infeasible'], curve: [{ perSecond: 2.5, p50Ms: 9, p90Ms: 99, p99Ms: 999, badRatio: 1 }] },
    `${target} does not keep p99 < 50ms and errors < 1% even at 2.5 requests a second.`,
  ],
  [
    'a line above the highest rate allowed',
    {
      ...none,
      certifiedPerSecond: 2000,
      peakPerSecond: 2000,
      verified: true,
      flags: ['beyond-max-rate', 'no-interval'],
    },
    `${target} carries 2,000 requests a second, the highest rate allowed, while p99 < 50ms and errors < 1%: its load line is above it.`,
  ],
  [
    'a line that is only probably above the highest rate allowed',
    { ...none, certifiedPerSecond: 1900, peakPerSecond: 2000, verified: true, flags: ['beyond-max-rate'] },
    `${target} carries at least 1,900 requests a second while p99 < 50ms and errors < 1%; it held 2,000 too, the highest rate allowed, and its load line is probably above it.`,
  ],
  [
    'a generator that was the limit',
    { ...none, certifiedPerSecond: 9000, flags: ['generator-limited'] },
    `The load line of ${target} was not reached: the load generator was the limit (held 9,000/s).`,
  ],
  [
    'a search stopped without an answer',
    { ...none, flags: ['stopped'] },
    `Stopped before the load line of ${target} was found.`,
  ],
  [
    'a search stopped with one',
    { flags: ['stopped'] },
    `${target} carries 1,240 requests a second while p99 < 50ms and errors < 1% (held 1,215/s in the final probe; missed at 1,265/s); the search was stopped before its end.`,
  ],
  [
    'a budget that ended before the line was found',
    { ...none, flags: ['budget-reached'] },
    `The time ran out before the load line of ${target} was found.`,
  ],
  ['nothing at all', { ...none, flags: [] }, `No load line of ${target} was found.`],
  [
    'a measurement that is not valid',
    {
      bracketPerSecond: null,
      certifiedPerSecond: null,
      validity: { valid: false, reasons: ['The generator was late.'] },
    },
    `${target} carries 1,240 requests a second while p99 < 50ms and errors < 1%; the measurement is not valid: The generator was late.`,
  ],
];

for (const [what, changed, sentence] of rows) {
  test(`says in one sentence: ${what}`, () => {
    assert.equal(discoverySentence({ ...discoveryParts, ...changed }), sentence);
  });
}

test('every flag that changes the worth of an answer is told', () => {
  const plain = discoverySentence({ ...discoveryParts, flags: [] });
  const silent: readonly DiscoveryFlag[] = ['no-interval'];
  for (const flag of discoveryFlags) {
    const sentence = discoverySentence({ ...discoveryParts, flags: [flag] });
    assert.equal(sentence === plain, silent.includes(flag), flag);
    assert.match(sentence, /^\S.*\.$/);
  }
});

/** The order in which reservations matter. */
const gravestFirst = [
  'generator-limited',
  'metastable',
  'not-verified',
  'budget-reached',
  'stopped',
  'not-warmed',
] as const;

test('of several reservations the sentence says the gravest, and the others are left for lines of their own', () => {
  for (const [index, flag] of gravestFirst.entries()) {
    const flags = gravestFirst.slice(index).toReversed();
    const parts = { ...discoveryParts, flags };
    assert.equal(discoverySentence(parts), discoverySentence({ ...discoveryParts, flags: [flag] }));
    assert.deepEqual(
      furtherReservations(parts).map((reservation) => reservation.flag),
      gravestFirst.slice(index + 1),
    );
  }
});

test('a measurement that is not valid is said before everything else', () => {
  const parts: DiscoveryParts = {
    ...discoveryParts,
    flags: ['generator-limited', 'no-interval'],
    validity: { valid: false, reasons: ['First.', 'Second.'] },
  };
  assert.match(discoverySentence(parts), /\); the measurement is not valid: First\.$/);
  assert.deepEqual(
    furtherReservations(parts).map(({ flag }) => flag),
    ['generator-limited', 'no-interval'],
  );
});

test('why there is no line is said once', () => {
  const parts: DiscoveryParts = { ...discoveryParts, ...none, flags: ['generator-limited', 'budget-reached'] };
  assert.match(discoverySentence(parts), /the load generator was the limit; the time ran out before/);
  assert.deepEqual(furtherReservations(parts), []);
});
