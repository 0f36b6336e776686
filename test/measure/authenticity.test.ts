import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkAuthenticity, type LevelSeen } from '../../source/measure/authenticity.js';
import type { AuthenticityCheck } from '../../source/model/job-checks.js';
import { createRandom } from '../../source/time/random.js';

const baseline = { mean: 0.03, tolerance: 0.02 };

function busy(seed: number, count = 20): readonly number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => 0.6 + 0.2 * random());
}

function seen(level: string, cpuRatios: readonly number[], counts: Partial<LevelSeen['counts']> = {}): LevelSeen {
  return {
    level,
    servers: [{ server: 'api-1', baseline, cpuRatios }],
    counts: { client: 1, stream: 1, server: 1, ...counts },
  };
}

function verdicts(checks: readonly AuthenticityCheck[]): readonly string[] {
  return checks.map(({ check, verdict }) => `${check} ${verdict}`);
}

const allGood = ['load-visible authentic', 'counts-agree authentic', 'values-live authentic'];

test('a level whose load was seen, counted alike and alive is authentic, with the numbers', () => {
  const checks = checkAuthenticity([seen('level 1', busy(1))]);
  assert.deepEqual(verdicts(checks), allGood);
  assert.match(checks[0]!.evidence, /^CPU of api-1: 69\.7 % while it ran, 3\.0 % at rest, give or take 2\.0 %$/);
  assert.equal(checks[1]!.evidence, 'client 1, stream 1, server 1');
});

test('a load that no server shows is suspicious', () => {
  const rest = busy(1).map((value) => value / 20);
  const [visible] = checkAuthenticity([seen('level 1', rest)]);
  assert.equal(visible?.verdict, 'suspicious');
});

test('where every server is busy at rest already, a load that is not seen says nothing', () => {
  const full = { server: 'api-1', baseline: { mean: 0.97, tolerance: 0.03 }, cpuRatios: [0.98, 0.97, 0.99] };
  const level = { ...seen('level 1', []), servers: [full] };
  assert.equal(checkAuthenticity([level])[0]?.verdict, 'unknown');
  const idle = { server: 'api-2', baseline, cpuRatios: [0.03, 0.02, 0.03] };
  assert.equal(checkAuthenticity([{ ...level, servers: [full, idle] }])[0]?.verdict, 'suspicious');
});

test('one busy server among idle ones is enough: work may land on any', () => {
  const level = seen('level 1', busy(1));
  const idle = { server: 'api-2', baseline, cpuRatios: busy(2).map((value) => value / 25) };
  const [visible] = checkAuthenticity([{ ...level, servers: [idle, ...level.servers] }]);
  assert.equal(visible?.verdict, 'authentic');
  assert.match(visible?.evidence ?? '', /^CPU of api-1, the most of 2 servers/);
});

test('counts that differ are suspicious, and one count alone says nothing', () => {
  const [, differ] = checkAuthenticity([seen('level 1', busy(1), { server: 2 })]);
  assert.equal(differ?.verdict, 'suspicious');
  assert.equal(differ?.evidence, 'client 1, stream 1, server 2');
  const [, alone] = checkAuthenticity([seen('level 1', busy(1), { server: null, stream: null })]);
  assert.equal(alone?.verdict, 'unknown');
});

test('readings that never change are suspicious, unless the server is full', () => {
  const [, , constant] = checkAuthenticity([seen('level 1', Array(20).fill(0.42))]);
  assert.equal(constant?.verdict, 'suspicious');
  assert.equal(constant?.evidence, 'CPU of api-1: 20 values, all of them 42.0 %');
  const [, , full] = checkAuthenticity([seen('level 1', Array(20).fill(1))]);
  assert.equal(full?.verdict, 'authentic');
});

test('readings copied from an earlier level are suspicious, and say from where', () => {
  const checks = checkAuthenticity([seen('level 1', busy(1)), seen('level 2', [...busy(2, 5), ...busy(1).slice(3)])]);
  assert.deepEqual(verdicts(checks.slice(0, 3)), allGood);
  assert.equal(checks[5]?.verdict, 'suspicious');
  assert.equal(checks[5]?.evidence, 'CPU of api-1: 17 values in a row equal to those of api-1 in level 1');
});

test('without readings nothing is claimed', () => {
  assert.deepEqual(verdicts(checkAuthenticity([seen('level 1', [])])), [
    'load-visible unknown',
    'counts-agree authentic',
    'values-live unknown',
  ]);
});

test('a server that does nothing may read nothing all the time, and so may one that is full', () => {
  const idle = { server: 'api-2', baseline, cpuRatios: Array(20).fill(0) };
  const level = seen('level 1', busy(1));
  assert.deepEqual(verdicts(checkAuthenticity([{ ...level, servers: [...level.servers, idle] }])), allGood);
});

test('rows that got lost on the way are suspicious, though the jobs agree', () => {
  const [, lost] = checkAuthenticity([{ ...seen('level 1', busy(1)), rows: { client: 500, server: 499 } }]);
  assert.equal(lost?.verdict, 'suspicious');
  assert.equal(lost?.evidence, 'client 1, stream 1, server 1; rows: client 500, server 499');
  const [, unknown] = checkAuthenticity([{ ...seen('level 1', busy(1)), rows: { client: 500, server: null } }]);
  assert.equal(unknown?.verdict, 'authentic');
});

test('one and the same result of every dataset is suspicious, unless all is learnt or nothing', () => {
  const results = (values: readonly number[]) =>
    checkAuthenticity([{ ...seen('level 1', busy(1)), results: values }]).at(-1);
  assert.deepEqual(results([0.9, 0.9, 0.9, 0.9, 0.9]), {
    check: 'results-live',
    level: 'all levels',
    verdict: 'suspicious',
    evidence: 'results of jobs: 5 values, all of them 90.0 %',
  });
  assert.equal(results([1, 1, 1, 1, 1])?.verdict, 'authentic');
  assert.equal(results([0.91, 0.92, 0.9, 0.94, 0.93])?.verdict, 'authentic');
  assert.equal(results([0.9, 0.9])?.verdict, 'unknown');
});
