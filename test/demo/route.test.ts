import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routeOf } from '../../source/demo/route.js';

const rows: readonly [method: string, target: string, kind: string][] = [
  ['GET', '/fibonacci/20', 'work'],
  ['GET', '/fibonacci/20?cache=no', 'work'],
  ['GET', '/bubble-sort?n=100', 'work'],
  ['GET', '/healthz', 'health'],
  ['POST', '/datasets', 'upload'],
  ['POST', '/datasets/w1-abc-1/train', 'train'],
  ['GET', '/jobs/w1-abc-1', 'job'],
];

for (const [method, target, kind] of rows) {
  test(`${method} ${target} is ${kind}`, () => assert.equal(routeOf(method, target).kind, kind));
}

const refused: readonly [method: string, target: string, status: number][] = [
  ['POST', '/fibonacci/20', 405],
  ['GET', '/datasets', 405],
  ['DELETE', '/jobs/w1-abc-1', 405],
  ['GET', '/', 404],
  ['GET', '/fibonacci', 404],
  ['GET', '/fibonacci/20/30', 404],
  ['GET', '/datasets/w1-abc-1/train/more', 404],
  ['GET', '*', 404],
  ['GET', '/metrics', 426],
];

for (const [method, target, status] of refused) {
  test(`${method} ${target} is refused with ${status}`, () => {
    const route = routeOf(method, target);
    assert.equal(route.kind === 'refused' && route.answer.status, status);
    assert.equal(route.kind === 'refused' && (route.answer.allow !== undefined) === (status === 405), true);
  });
}
