import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Alert, AlertEvent, AlertPhase } from '../../source/model/alert.js';
import type { SessionEvent, Severity } from '../../source/model/events.js';
import { reduce } from '../../source/store/reduce.js';
import { selectAlerts } from '../../source/store/selectors/alerts.js';
import { momentsOf } from '../../source/store/selectors/timeline.js';
import { initialView, type SessionView } from '../../source/store/state.js';

function alertOf(id: string, severity: Severity, phase: AlertPhase): Alert {
  return {
    id,
    rule: 'Hot',
    labels: { host: id },
    annotations: {},
    severity,
    phase,
    value: 95.123,
    activeAtMs: 0,
    notifies: true,
  };
}

const state = (id: string, severity: Severity, phase: AlertPhase): AlertEvent => {
  return { kind: 'state', alert: alertOf(id, severity, phase), from: 'pending', because: 'it no longer holds' };
};

/** The view after one event a second. */
function viewAfter(...events: readonly AlertEvent[]): SessionView {
  return events.reduce((view, event, index): SessionView => {
    const given: SessionEvent = { atMs: (index + 1) * 1000, kind: 'alert/event', event };
    return reduce(view, given);
  }, initialView);
}

const order = (view: SessionView) => view.alerts.firing.map(({ alert }) => alert.id);

test('the most urgent alert is first: severe, old, and acknowledged by nobody', () => {
  const events = [
    state('a', 'warning', 'firing'),
    state('b', 'critical', 'firing'),
    state('c', 'critical', 'firing'),
    state('d', 'critical', 'pending'),
  ];
  assert.deepEqual(order(viewAfter(...events)), ['b', 'c', 'a']);
  const mute: AlertEvent = { kind: 'mute', id: 'b', mute: { kind: 'acknowledged', note: 'on it', cause: 'key' } };
  const acknowledged = viewAfter(...events, mute);
  assert.deepEqual(order(acknowledged), ['c', 'a', 'b']);
  assert.equal(acknowledged.log.at(-1)?.text, 'acknowledged Hot b: 95.1: on it');
  assert.deepEqual(order(viewAfter(...events, mute, state('c', 'critical', 'resolved'))), ['a', 'b']);
});

test('firing and resolved alerts are told in the log, pending ones are not', () => {
  const view = viewAfter(
    state('a', 'critical', 'pending'),
    state('a', 'critical', 'firing'),
    state('a', 'critical', 'resolved'),
  );
  assert.deepEqual(
    view.log.map(({ topic, severity, text }) => `${topic} ${severity} ${text}`),
    ['alert critical Hot a: 95.1', 'alert good Hot a: 95.1 is over: it no longer holds'],
  );
  assert.equal(selectAlerts(view, 5000), null);
});

test('an alert of any severity is a moment of the timeline, its end is none', () => {
  const view = viewAfter(state('a', 'info', 'firing'), state('a', 'info', 'resolved'), state('b', 'warning', 'firing'));
  assert.deepEqual(
    momentsOf(view).map(({ atMs, kind }) => `${atMs} ${kind}`),
    ['1000 alert', '3000 alert'],
  );
});

test('a notification that reached nobody is shown until one arrives again', () => {
  const told = (isDelivered: boolean): AlertEvent => {
    return { kind: 'notified', channel: 'chat', isDelivered, alerts: 1, text: 'connection refused' };
  };
  const lost = viewAfter(told(false));
  assert.equal(selectAlerts(lost, 0)?.undelivered, 'chat: connection refused');
  assert.equal(lost.log.at(-1)?.severity, 'warning');
  assert.equal(selectAlerts(viewAfter(told(false), told(true)), 0), null);
});
