import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OpenAlert } from '../../../source/engine/alert/alert-book.js';
import { createRouter, type Route } from '../../../source/engine/alert/router.js';
import { alertNamed } from './helpers/alerts-of.js';

const route: Route = {
  groupBy: ['alert'],
  groupWaitMs: 5_000,
  groupIntervalMs: 30_000,
  repeatIntervalMs: 3_600_000,
  steps: [
    { afterMs: 0, to: ['terminal'] },
    { afterMs: 120_000, to: ['chat', 'mail'] },
  ],
};

const open = (id: string, firedAtMs: number, change: Partial<OpenAlert> = {}): OpenAlert => {
  return { alert: alertNamed(id), firedAtMs, mute: null, ...change };
};

/** What is said in each second, with the alerts that are open in it. */
function said(seconds: number, at: (second: number) => readonly OpenAlert[], given: Route = route): readonly string[] {
  const router = createRouter(given);
  const lines: string[] = [];
  for (let second = 0; second <= seconds; second++) {
    for (const { channel, status, alerts } of router.tick(at(second), second * 1000)) {
      const ids = alerts.map(({ alert, endedAtMs }) => `${alert.id}${endedAtMs === null ? '' : ' over'}`);
      lines.push(`${second} ${channel} ${status} ${ids.join(' ')}`);
    }
  }
  return lines;
}

test('alerts of one group are told together after the group has waited', () => {
  const lines = said(20, (second) => [open('a', 0), ...(second >= 3 ? [open('b', 3000)] : [])]);
  assert.deepEqual(lines, ['5 terminal firing a b']);
});

test('what joins later is told after the interval, what is over is told once', () => {
  const lines = said(100, (second) => {
    if (second >= 80) return [];
    return [open('a', 0), ...(second >= 10 && second < 50 ? [open('b', 10_000)] : [])];
  });
  assert.deepEqual(lines, [
    '5 terminal firing a',
    '35 terminal firing a b',
    '65 terminal firing a b over',
    '80 terminal resolved a over',
  ]);
});

test('later steps are told only of what nobody acknowledged', () => {
  const unheard = said(130, () => [open('a', 0)]);
  assert.deepEqual(unheard, ['5 terminal firing a', '120 chat firing a', '120 mail firing a']);
  const acknowledged = said(200, (second) => [
    open('a', 0, second >= 60 ? { mute: { kind: 'acknowledged', note: '', cause: 'key' } } : {}),
  ]);
  assert.deepEqual(acknowledged, ['5 terminal firing a']);
});

test('an alert that goes on is repeated', () => {
  const lines = said(130, () => [open('a', 0)], { ...route, repeatIntervalMs: 60_000, steps: route.steps.slice(0, 1) });
  assert.deepEqual(lines, ['5 terminal firing a', '65 terminal firing a', '125 terminal firing a']);
});

test('an alert that is over before the group has waited is told to nobody', () => {
  assert.deepEqual(
    said(20, (second) => (second < 4 ? [open('a', 0)] : [])),
    [],
  );
});

test('alerts that notify nobody make no group', () => {
  assert.deepEqual(
    said(200, () => [open('a', 0, { alert: alertNamed('a', { notifies: false }) })]),
    [],
  );
});
