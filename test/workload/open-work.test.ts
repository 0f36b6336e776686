import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chanceOf } from '../../source/engine/load/pacer.js';
import type { HttpRequest, Work, WorkSource } from '../../source/model/work.js';
import { openWork } from '../../source/workload/open-work.js';
import { rowsOf, spec, template } from './helpers.js';

function requestOf(work: Work): HttpRequest {
  return work.kind === 'request' ? work : assert.fail('a flow');
}

const mix = spec(
  [6, 3, 1].map((weight, name) => ({ weight, request: template(`/${name}`, { name }) })),
  { names: ['a', 'b', 'c'] },
);

test('requests come in proportion to their weights', () => {
  const source = openWork(mix);
  const arrivals = 20_000;
  const counts = [0, 0, 0];
  for (let number = 0; number < arrivals; number++) {
    const { name } = requestOf(source.next(number, chanceOf(1, number), 0));
    counts[name]! += 1;
  }
  for (const [name, share] of [0.6, 0.3, 0.1].entries()) {
    // Five standard deviations of a binomial: with a fixed seed this is the same every time.
    const bound = 5 * Math.sqrt(arrivals * share * (1 - share));
    assert.ok(Math.abs(counts[name]! - arrivals * share) < bound, `${counts}`);
  }
});

test('an arrival does the same whichever worker takes it, and however many there are', () => {
  const alone = openWork(mix);
  const workers = [openWork(mix), openWork(mix), openWork(mix)];
  for (let number = 0; number < 500; number++) {
    const chance = chanceOf(9, number);
    const worker: WorkSource = workers[number % 3]!;
    assert.equal(requestOf(worker.next(number, chance, 0)).path, requestOf(alone.next(number, chance, 0)).path);
  }
});

test('a request that nothing changes is the same object again, so that its bytes are made once', () => {
  const rows = rowsOf(['x'], [['a'], ['b']]);
  const level = 3;
  const feeder = { rows, order: 'in-turn' } as const;
  const sourceOf = (path: string): WorkSource =>
    openWork(spec([{ weight: 1, request: template(path) }], { feeder, level }));
  const constant = sourceOf('/{{level}}');
  assert.equal(constant.next(0, 0.1, 0), constant.next(1, 0.9, 0));
  const byRow = sourceOf('/{{x}}');
  assert.equal(byRow.next(0, 0.1, 0), byRow.next(2, 0.9, 0));
  assert.notEqual(byRow.next(0, 0.1, 0), byRow.next(1, 0.1, 0));
  const byArrival = sourceOf('/{{arrival}}');
  assert.notEqual(byArrival.next(0, 0.1, 0), byArrival.next(1, 0.1, 0));
});

test('rows are dealt in turn over the whole load, or by chance and evenly', () => {
  const rows = rowsOf(['x'], [['a'], ['b'], ['c'], ['d']]);
  const paths = (order: 'in-turn' | 'random'): readonly string[] => {
    const source = openWork(spec([{ weight: 1, request: template('/{{x}}') }], { feeder: { rows, order } }));
    return Array.from({ length: 4000 }, (_, serial) => requestOf(source.next(serial, chanceOf(1, serial), 0)).path);
  };
  assert.deepEqual(paths('in-turn').slice(0, 6), ['/a', '/b', '/c', '/d', '/a', '/b']);
  const counts = Map.groupBy(paths('random'), (path) => path);
  assert.deepEqual([...counts.keys()].sort(), ['/a', '/b', '/c', '/d']);
  for (const [path, found] of counts) assert.ok(Math.abs(found.length - 1000) < 5 * Math.sqrt(750), path);
});

test('which row comes by chance is not bound to which request does', () => {
  const rows = rowsOf(['x'], [['a'], ['b']]);
  const entries = [0, 1].map((name) => ({ weight: 1, request: template('/{{x}}', { name }) }));
  const source = openWork(spec(entries, { feeder: { rows, order: 'random' }, names: ['0', '1'] }));
  const counts = new Map<string, number>();
  for (let serial = 0; serial < 4000; serial++) {
    const { name, path } = requestOf(source.next(serial, chanceOf(3, serial), 0));
    counts.set(`${name}${path}`, (counts.get(`${name}${path}`) ?? 0) + 1);
  }
  for (const count of counts.values())
    assert.ok(Math.abs(count - 1000) < 5 * Math.sqrt(750), JSON.stringify([...counts]));
  assert.equal(counts.size, 4);
});

test('an arrival is told which client it comes from', () => {
  const source = openWork(spec([{ weight: 1, request: template('/{{client}}') }], { clients: 3 }));
  assert.deepEqual(
    [0, 2].map((client) => requestOf(source.next(0, 0.5, client)).path),
    ['/0', '/2'],
  );
});

test('a name that a check should have refused is an error with its code', () => {
  assert.throws(() => openWork(spec([{ weight: 1, request: template('/{{nobody}}') }])), { code: 'bad-template' });
  assert.throws(() => openWork(spec([{ weight: 1, request: template('/{{level}}') }])), { code: 'bad-template' });
});
