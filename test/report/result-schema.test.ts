import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import type { BenchResult, SuiteResult } from '../../source/model/bench.js';
import { benchSentence, suiteSentence } from '../../source/model/bench-sentence.js';
import { discoverySentence } from '../../source/model/discovery-sentence.js';
import type { WorkResult } from '../../source/model/work-result.js';
import { workSentence } from '../../source/model/work-sentence.js';
import { benchText, suiteText } from '../../source/report/bench-text.js';
import { resultJsonSchemas } from '../../source/report/result-json-schema.js';
import { monitorResultSchema, runResultSchema, sessionListSchema } from '../../source/report/result-schema.js';
import {
  benchResultSchema,
  discoveryResultSchema,
  suiteResultSchema,
  workResultSchema,
} from '../../source/report/search-schema.js';
import { workText } from '../../source/report/work-text.js';
import { discoveryParts, monitorResult, runResult } from './helpers.js';

const discoveryResult = { ...discoveryParts, sentence: discoverySentence(discoveryParts) };
const workParts: Omit<WorkResult, 'sentence'> = {
  kind: 'discovery',
  axis: 'work',
  target: 'http://127.0.0.1:8080/',
  workload: 'fibonacci',
  seed: 1,
  objectives: ['p99 < 50ms'],
  heaviestLevel: 30,
  ended: 'missed',
  bindingObjective: 'p99 < 50ms',
  growth: 1.62,
  steps: [
    { level: 30, met: true, requests: 30, badRatio: 0, meanMs: 14, p50Ms: 13, maxMs: 20, aborted: false },
    { level: 31, met: false, requests: 2, badRatio: 1, meanMs: null, p50Ms: null, maxMs: null, aborted: true },
  ],
  sentRequests: 32,
  badRequests: 2,
  coolDown: [{ server: 'here', atBaseline: true, seconds: 5, limitSeconds: 60 }],
  durationSeconds: 40,
  validity: { valid: true, reasons: [] },
};
const workResult: WorkResult = { ...workParts, sentence: workSentence(workParts) };
const benchParts: Omit<BenchResult, 'sentence'> = {
  kind: 'bench',
  target: workResult.target,
  workload: 'fibonacci',
  objectives: workResult.objectives,
  heaviestLevel: 30,
  heaviest: workResult,
  configurations: [
    {
      level: 30,
      result: discoveryResult,
      coolDown: [{ server: 'here', atBaseline: false, seconds: 60, limitSeconds: 60 }],
      servers: [
        {
          server: 'here',
          samples: 90,
          cpuPercent: { mean: 60.1, max: 99 },
          memoryUsedBytes: { mean: 1e9, max: 2e9 },
          memoryTotalBytes: 8e9,
        },
        { server: 'far', samples: 0, cpuPercent: null, memoryUsedBytes: null, memoryTotalBytes: null },
      ],
      streams: [{ stream: 'worker-1', messages: 90, cpuPercent: { mean: 80, max: 97 } }],
    },
  ],
  durationSeconds: 240,
  validity: { valid: true, reasons: [] },
};
const benchResult: BenchResult = { ...benchParts, sentence: benchSentence(benchParts) };
const suiteParts: Omit<SuiteResult, 'sentence'> = {
  kind: 'suite',
  benches: [benchResult],
  unmeasured: [{ target: 'http://127.0.0.1:1/', workload: 'bubble-sort', reason: 'Nobody answers.' }],
  durationSeconds: 250,
  validity: { valid: true, reasons: [] },
};
const suiteResult: SuiteResult = { ...suiteParts, sentence: suiteSentence(suiteParts) };
const sessionList = [
  {
    id: 'a',
    file: '/a.sqlite',
    kind: 'demo',
    importedFrom: null,
    target: null,
    name: null,
    startedAt: '2026-01-02T03:04:05.678Z',
    endedAt: null,
    state: 'interrupted',
  },
];

const pairs = [
  ['run-result', runResultSchema, runResult],
  ['discovery-result', discoveryResultSchema, discoveryResult],
  ['work-result', workResultSchema, workResult],
  ['bench-result', benchResultSchema, benchResult],
  ['suite-result', suiteResultSchema, suiteResult],
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

test('the text of a search by level has its sentence first, then each trial and how the servers came back', () => {
  const text = workText(workResult);
  assert.match(
    text,
    /^http:\S+ does fibonacci up to level 30 while p99 < 50ms \(14.0 ms on average; missed at level 31\)\./,
  );
  assert.match(text, /here at rest after 5 s/);
  assert.match(text, /^31 +aborted +2 +- /m);
});

test('the text of a bench has a line for each level and each source', () => {
  const text = suiteText(suiteResult);
  assert.match(text, /^1 load line of 1 system and workload found; 1 could not be measured\.$/m);
  assert.match(text, /bubble-sort of http:\/\/127.0.0.1:1\/ was not measured: Nobody answers\./);
  assert.match(benchText(benchResult), /^30 +1,240\/s +- +1,215\/s/m);
  assert.match(text, /^30 +here +90 +60.1 % +99.0 %/m);
  assert.match(text, /level 30 cool-down: here NOT at rest after 60 s \(60 s allowed\)/);
});
