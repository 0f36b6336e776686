import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { discoverySentence } from '../../source/model/discovery-sentence.js';
import { resultJsonSchemas } from '../../source/report/result-json-schema.js';
import { monitorResultSchema, runResultSchema, sessionListSchema } from '../../source/report/result-schema.js';
import { discoveryResultSchema } from '../../source/report/search-schema.js';
import { discoveryParts, monitorResult, runResult } from './helpers.js';

const discoveryResult = { ...discoveryParts, sentence: discoverySentence(discoveryParts) };
const sessionList = [
  {
    id: 'a',
    file: '/a.sqlite',
    kind: 'demo',
    target: null,
    startedAt: '2026-01-02T03:04:05.678Z',
    endedAt: null,
    state: 'interrupted',
  },
];

const pairs = [
  ['run-result', runResultSchema, runResult],
  ['discovery-result', discoveryResultSchema, discoveryResult],
  ['monitor-result', monitorResultSchema, monitorResult],
  ['session-list', sessionListSchema, sessionList],
] as const;

for (const [name, schema, answer] of pairs) {
  test(`${name}: an answer is accepted by its schema, in code and as JSON Schema`, () => {
    assert.deepEqual(schema.parse(answer), answer);
    const validate = new Ajv({ strict: true, strictTuples: false }).compile(resultJsonSchemas()[name]);
    assert.ok(validate(JSON.parse(JSON.stringify(answer))), JSON.stringify(validate.errors));
  });

  test(`${name}: an answer with a field too much, too few or of another type is refused`, () => {
    const validate = new Ajv({ strict: true, strictTuples: false }).compile(resultJsonSchemas()[name]);
    const spoil = (change: (entry: Record<string, unknown>) => void): unknown => {
      const copy = structuredClone<unknown>(answer);
      change((Array.isArray(copy) ? copy[0] : copy) as Record<string, unknown>);
      return copy;
    };
    const field = Array.isArray(answer) ? 'state' : 'kind';
    for (const spoilt of [
      spoil((entry) => {
        entry.extra = 1;
      }),
      spoil((entry) => {
        delete entry[field];
      }),
      spoil((entry) => {
        entry[field] = 7;
      }),
    ]) {
      assert.equal(schema.safeParse(spoilt).success, false);
      assert.equal(validate(spoilt), false);
    }
  });
}

test('a figure that is no number is refused: JSON would make null of it', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -1]) {
    assert.equal(runResultSchema.safeParse({ ...runResult, durationSeconds: value }).success, false);
  }
});
