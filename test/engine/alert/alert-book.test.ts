import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AlertBook, createAlertBook } from '../../../source/engine/alert/alert-book.js';
import { readInhibitions } from '../../../source/engine/alert/read-rule.js';
import type { Alert, AlertEvent } from '../../../source/model/alert.js';
import { alertNamed } from './helpers/alerts-of.js';
import { rulesOf } from './helpers/watched-session.js';

const [rule] = rulesOf({ alert: 'Hot', expr: 'cpu.used > 90' });

function bookWith(...inhibitions: Parameters<typeof readInhibitions>[0]): {
  readonly book: AlertBook;
  readonly told: AlertEvent[];
  readonly change: (alert: Alert, atMs?: number) => void;
  readonly mutes: () => readonly string[];
} {
  const told: AlertEvent[] = [];
  const book = createAlertBook(readInhibitions(inhibitions).inhibitions, (event) => told.push(event));
  return {
    book,
    told,
    change: (alert, atMs = 0) => book.change({ atMs, rule: rule!, alert, from: 'pending', because: '' }),
    mutes: () => [...book.open()].map(({ alert, mute }) => `${alert.id} ${mute?.kind ?? '-'}`),
  };
}

test('an acknowledgement holds until the alert is over', () => {
  const { book, change, mutes } = bookWith();
  change(alertNamed('a'));
  assert.equal(book.obey({ kind: 'acknowledge', id: null, note: 'mine' }, 'key', 0), null);
  assert.deepEqual(mutes(), ['a acknowledged']);
  assert.match(book.obey({ kind: 'acknowledge', id: null, note: '' }, 'key', 0) ?? '', /no alert fires/);
  change(alertNamed('a', { phase: 'resolved' }));
  change(alertNamed('a'));
  book.tick(1000);
  assert.deepEqual(mutes(), ['a -']);
});

test('without an id the most severe and oldest alert is meant', () => {
  const { book, change, mutes } = bookWith();
  change(alertNamed('w', { severity: 'warning' }), 0);
  change(alertNamed('late'), 3000);
  change(alertNamed('early'), 2000);
  book.obey({ kind: 'acknowledge', id: null, note: '' }, 'key', 4000);
  assert.deepEqual(mutes(), ['w -', 'late -', 'early acknowledged']);
});

test('a silence outlives its alert and expires', () => {
  const { book, change, mutes } = bookWith();
  change(alertNamed('a'));
  book.obey({ kind: 'silence', id: 'a', forMs: 10_000, note: 'deploy' }, 'key', 0);
  change(alertNamed('a', { phase: 'resolved' }));
  change(alertNamed('a'));
  book.tick(9_000);
  assert.deepEqual(mutes(), ['a silenced']);
  book.tick(10_000);
  assert.deepEqual(mutes(), ['a -']);
});

test('a silent host inhibits its other alerts, and only its own', () => {
  const { book, told, change, mutes } = bookWith({
    source: 'alert=HostSilent',
    target: 'severity=warning',
    equal: ['host'],
  });
  const labels = (alert: string, host: string) => ({ alert, host, severity: 'warning' });
  change(alertNamed('a', { labels: labels('Hot', 'api-1') }));
  change(alertNamed('b', { labels: labels('Hot', 'api-2') }));
  change(alertNamed('s', { rule: 'HostSilent', labels: labels('HostSilent', 'api-1') }));
  book.tick(1000);
  assert.deepEqual(mutes(), ['a inhibited', 'b -', 's -']);
  change(alertNamed('s', { phase: 'resolved' }));
  book.tick(2000);
  assert.deepEqual(mutes(), ['a -', 'b -']);
  assert.equal(told.filter(({ kind }) => kind === 'mute').length, 2);
});
