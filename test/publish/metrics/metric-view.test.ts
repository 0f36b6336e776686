import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mergeHistograms } from '../../../source/measure/histogram.js';
import type { SessionEvent, SessionEventBody } from '../../../source/model/events.js';
import { emptyHistogram } from '../../../source/model/histogram.js';
import { families } from '../../../source/publish/metrics/families.js';
import { nodeFamilies } from '../../../source/publish/metrics/node-families.js';
import { createRandom } from '../../../source/time/random.js';
import {
  interval,
  scriptedAnswer,
  scriptedHead,
  scriptedRun,
  searchEvents,
} from '../../store/helpers/scripted-session.js';
import { histogram, histogramOf, momentOf, numbersOf } from '../helpers/moment-of.js';

const begun: SessionEvent = { atMs: 0, kind: 'session/started', head: scriptedHead };
const at = (atMs: number, body: SessionEventBody): SessionEvent => ({ atMs, ...body });

test('counters and histograms are over the whole session, gauges of the last interval', () => {
  const events = searchEvents();
  const moment = momentOf(events);
  const intervals = events.flatMap((event) => (event.kind === 'load/interval' ? [event.interval] : []));
  const numbers = numbersOf(moment);
  const sum = (of: (one: (typeof intervals)[number]) => number): number =>
    intervals.reduce((all, one) => all + of(one), 0);
  assert.equal(
    numbers.get('plimsoll_arrivals_total'),
    sum(({ due }) => due),
  );
  assert.equal(
    numbers.get('plimsoll_settled_total{outcome="ok"}'),
    sum(({ outcomes }) => outcomes.ok),
  );
  assert.equal(
    numbers.get('plimsoll_settled_total{outcome="timeout"}'),
    sum(({ outcomes }) => outcomes.timeout),
  );
  const last = intervals.at(-1)!;
  assert.equal(numbers.get('plimsoll_offered_per_second'), last.sent);
  assert.equal(numbers.get('plimsoll_in_flight'), last.inFlight);
  const all = intervals.map(({ responseTime }) => responseTime).reduce(mergeHistograms, emptyHistogram);
  const told = histogramOf(moment, 'plimsoll_response_time_seconds');
  assert.deepEqual(told.buckets, all.buckets);
  assert.equal(told.count, all.count);
});

test('where the search stands is told, and its answer once there is one', () => {
  const events = searchEvents();
  const numbers = numbersOf(momentOf(events));
  assert.equal(numbers.get('plimsoll_search_probe_per_second'), 1191);
  assert.equal(numbers.get('plimsoll_search_lower_per_second'), 1140);
  assert.equal(numbers.get('plimsoll_search_upper_per_second'), 1245);
  assert.equal(numbers.get('plimsoll_search_phase{phase="bisect"}'), 1);
  assert.equal(numbers.get('plimsoll_search_phase{phase="ramp"}'), 0);
  assert.equal(numbers.get('plimsoll_load_line_per_second'), undefined);
  const answered = numbersOf(momentOf([...events, at(70_000, { kind: 'result', result: scriptedAnswer })]));
  assert.equal(answered.get('plimsoll_load_line_per_second'), scriptedAnswer.estimatePerSecond);
  assert.equal(answered.get('plimsoll_load_line_bound_per_second{end="lower"}'), scriptedAnswer.interval95?.[0]);
  assert.equal(answered.get('plimsoll_search_probe_per_second'), undefined);
});

test('streams, their circuits and queues are told', () => {
  const numbers = numbersOf(momentOf(searchEvents()));
  assert.equal(numbers.get('plimsoll_stream_open{stream="worker-1"}'), 1);
  assert.ok(numbers.get('plimsoll_stream_value{stream="worker-1",metric="rssBytes"}')! > 61 * 2 ** 20);
  assert.equal(numbers.get('plimsoll_circuit_state{stream="worker-2",state="open"}'), 1);
  assert.equal(numbers.get('plimsoll_circuit_state{stream="worker-2",state="closed"}'), 0);
  assert.equal(numbers.get('plimsoll_queue_ended_total{stream="worker-1",how="sent"}'), 1);
});

test('what a stream told is told no longer once it is lost', () => {
  const sample = { stream: 'worker-1', server: null, values: { depth: 3, none: null }, rttMs: 1 };
  const open = [begun, at(1, { kind: 'stream/sample', sample })];
  const numbers = numbersOf(momentOf(open));
  assert.equal(numbers.get('plimsoll_stream_value{stream="worker-1",metric="depth"}'), 3);
  assert.equal(numbers.has('plimsoll_stream_value{stream="worker-1",metric="none"}'), false);
  const state = { kind: 'waiting', reason: 'gone', nextAttemptAtMs: 5 } as const;
  const lost = numbersOf(momentOf([...open, at(2, { kind: 'stream/state', stream: 'worker-1', state })]));
  assert.equal(lost.get('plimsoll_stream_open{stream="worker-1"}'), 0);
  assert.equal(lost.has('plimsoll_stream_value{stream="worker-1",metric="depth"}'), false);
});

test('gauges of the load end with it, counters stay', () => {
  const events = [begun, at(1000, { kind: 'load/interval', interval: interval(0, 100, 1000, createRandom(1)) })];
  const over = at(2000, { kind: 'run/state', from: 'cooling', to: 'finished', cause: 'plan', reason: 'done' });
  const numbers = numbersOf(momentOf([...events, over]));
  assert.equal(numbers.has('plimsoll_offered_per_second'), false);
  assert.ok(numbers.get('plimsoll_sent_total')! > 90);
  assert.equal(numbers.get('plimsoll_run_state{state="finished"}'), 1);
});

test('each name of request has numbers of its own', () => {
  const named = {
    name: 'buy',
    outcomes: { ...scriptedRun.outcomes, ok: 7 },
    responseTime: histogram(10, 20),
    serviceTime: histogram(9),
  };
  const one = { ...interval(0, 100, 1000, createRandom(1)), requests: [named] };
  const twice = [
    begun,
    at(1000, { kind: 'load/interval', interval: one }),
    at(2000, { kind: 'load/interval', interval: one }),
  ];
  const moment = momentOf(twice);
  assert.equal(numbersOf(moment).get('plimsoll_request_settled_total{request="buy",outcome="ok"}'), 14);
  assert.equal(histogramOf(moment, 'plimsoll_request_response_time_seconds{request="buy"}').count, 4);
});

test('alerts that fire are counted by rule, and jobs by state', () => {
  const alert = (id: string, phase: 'firing' | 'resolved'): SessionEvent =>
    at(1, {
      kind: 'alert/event',
      event: {
        kind: 'state',
        from: 'inactive',
        because: '',
        alert: {
          id,
          rule: 'Hot',
          labels: {},
          annotations: {},
          severity: 'critical',
          phase,
          value: 1,
          activeAtMs: 0,
          notifies: true,
        },
      },
    });
  const job = (number: number, state: 'running' | 'done'): SessionEvent =>
    at(2, {
      kind: 'job/event',
      event: {
        kind: 'job',
        status: {
          number,
          state,
          level: 'a',
          id: null,
          word: null,
          progress: null,
          accuracy: null,
          via: null,
          elapsedMs: 1,
          reason: null,
        },
      },
    });
  const events = [
    begun,
    alert('a', 'firing'),
    alert('b', 'firing'),
    alert('a', 'resolved'),
    job(1, 'running'),
    job(1, 'done'),
    job(2, 'running'),
  ];
  const numbers = numbersOf(momentOf(events));
  assert.equal(numbers.get('plimsoll_alerts_firing{rule="Hot",severity="critical"}'), 1);
  assert.equal(numbers.get('plimsoll_jobs{state="done"}'), 1);
  assert.equal(numbers.get('plimsoll_jobs{state="running"}'), 1);
});

test('the target is told without the secrets in it', () => {
  const head = { ...scriptedHead, target: 'http://127.0.0.1/?api_key=hush-hush&n=1' };
  const text = [...numbersOf(momentOf([{ ...begun, head } as SessionEvent])).keys()].join('\n');
  assert.match(text, /target="http:\/\/127\.0\.0\.1\/\?api_key=.+&n=1"/);
  assert.doesNotMatch(text, /hush-hush/);
});

test('every family has a name of its own, and ends in its unit', () => {
  const all = [...Object.values(families), ...Object.values(nodeFamilies)];
  assert.equal(new Set(all.map(({ name }) => name)).size, all.length);
  for (const { name, unit } of all) {
    assert.match(name, /^(plimsoll|node)_[A-Za-z0-9_]+$/);
    assert.ok(unit === null || name.endsWith(`_${unit}`), name);
    assert.doesNotMatch(
      name,
      /_(total|info)$/.test('node_uname_info') && name.startsWith('node_')
        ? /_total$/
        : /_(total|info|count|sum|bucket)$/,
    );
  }
});
