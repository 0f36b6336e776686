import { z } from 'zod';
import { amount, sessionKind } from '../schema-parts.js';

const verdict = z.enum(['same', 'improvement', 'regression', 'unclear', 'incomparable']);
const metricVerdict = z.enum(['same', 'better', 'worse', 'unclear']);
const session = z.strictObject({
  id: z.string(),
  name: z.string().nullable(),
  kind: sessionKind,
  target: z.string().nullable(),
  startedAt: z.string().describe('ISO 8601.'),
});
const value = z.strictObject({
  value: z.number(),
  interval95: z.tuple([z.number(), z.number()]).nullable().describe('Null where it was measured too little.'),
  effectiveCount: amount.nullable().describe('As many independent requests would tell as much, for a percentile.'),
});
const about = {
  metric: z.string().describe('`load line`, `service demand`, `p99`, `bad requests`, `cpu of NAME`, ...'),
  perSecond: amount
    .nullable()
    .describe('The load that it was measured under; null for what is no measurement at a rate.'),
  unit: z.enum(['perSecond', 'ms', 'percent', 'level']),
  isHigherBetter: z.boolean(),
};

/** The JSON of `plimsoll compare`. */
export const comparisonResultSchema = z
  .strictObject({
    kind: z.literal('comparison'),
    baseline: session,
    pairs: z.array(
      z.strictObject({
        candidate: session,
        verdict,
        sentence: z.string(),
        metrics: z.array(
          z.strictObject({
            ...about,
            baseline: value,
            candidate: value,
            change: z
              .number()
              .describe(
                '`ratio`: candidate over baseline less 1; `difference`: candidate minus baseline, in the unit.',
              ),
            scale: z.enum(['ratio', 'difference']),
            changeInterval95: z.tuple([z.number(), z.number()]).nullable(),
            noiseBand: amount.describe('A smaller change is none, on the same scale.'),
            adjustedP: amount
              .nullable()
              .describe(
                'Chance of so large a change between two measurements of the same, all metrics of the pair together.',
              ),
            verdict: metricVerdict,
          }),
        ),
        rates: z
          .array(
            z.strictObject({
              perSecond: amount,
              baselineSeconds: amount,
              candidateSeconds: amount,
              chanceSlower: amount
                .nullable()
                .describe('That a request of the candidate took longer than one of the baseline; 0.5: alike.'),
            }),
          )
          .describe('The loads that both held.'),
        notes: z.array(z.string()).describe('What was not compared and why, and what to keep in mind.'),
      }),
    ),
    noiseBand: amount,
    verdict: verdict.describe(
      'The worst of all pairs: `regression`, `incomparable`, `unclear`, `same`, `improvement`.',
    ),
    sentence: z.string(),
  })
  .meta({ title: 'plimsoll compare', description: 'The answer of `plimsoll compare`.' });

/** The JSON of `plimsoll compare --trend`. */
export const trendResultSchema = z
  .strictObject({
    kind: z.literal('trend'),
    name: z.string(),
    sessions: z.array(session).describe('The oldest first.'),
    series: z.array(
      z.strictObject({
        ...about,
        points: z.array(z.strictObject({ id: z.string(), startedAt: z.string(), value: z.number() })),
        changes: z.array(
          z.strictObject({
            id: z.string().describe('The first session after the change.'),
            startedAt: z.string(),
            before: z.number().describe('Median since the change before.'),
            after: z.number().describe('Median until the next change.'),
            change: z.number(),
            p: amount,
            verdict: metricVerdict,
          }),
        ),
      }),
    ),
    noiseBand: amount,
    verdict: verdict.describe('That of the last change of any series.'),
    sentence: z.string(),
    notes: z.array(z.string()),
  })
  .meta({ title: 'plimsoll compare --trend', description: 'The answer of `plimsoll compare --trend`.' });
