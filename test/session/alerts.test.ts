import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AlertPlan, replayAlerts } from '../../source/engine/alert/alerts.js';
import type { Message } from '../../source/engine/alert/channels/channel.js';
import type { RuleText } from '../../source/engine/alert/read-rule.js';
import type { SessionEvent } from '../../source/model/events.js';
import { rulesOf } from '../engine/alert/helpers/watched-session.js';
import { okAnswer, startScriptedServer } from '../helpers/http-servers.js';
import { constant, startRun } from './run-session.js';

const limit = { timeout: 30_000 } as const;

/** Rules, and one channel that keeps what it is given. */
function planOf(rule: RuleText, sent: Message[]): AlertPlan {
  return {
    rules: rulesOf(rule),
    inhibitions: [],
    route: {
      groupBy: ['alert'],
      groupWaitMs: 0,
      groupIntervalMs: 1000,
      repeatIntervalMs: 60_000,
      steps: [{ afterMs: 0, to: ['kept'] }],
    },
    channels: [
      {
        name: 'kept',
        async send(message) {
          sent.push(message);
        },
        probe: async () => '',
      },
    ],
  };
}

const alertsIn = (events: readonly SessionEvent[]): readonly string[] =>
  events.flatMap((event) => {
    if (event.kind !== 'alert/event' || event.event.kind !== 'state') return [];
    return [`${event.event.alert.rule} ${event.event.alert.phase}`];
  });

test('a rule that fires stops the run, says why, and tells its channel', limit, async (t) => {
  const { port, stop } = await startScriptedServer((_, reply) => reply.write(okAnswer));
  t.after(stop);
  const sent: Message[] = [];
  const rule: RuleText = { alert: 'Enough', expr: 'load.achieved > 10', action: 'stop' };
  const run = startRun({ port, shape: constant(50), durationMs: 60_000, alerts: planOf(rule, sent) });
  const { result } = await run.end();
  assert.equal(result.ended, 'tripped');
  assert.match(result.endedBecause ?? '', /^load.achieved > 10 \(rule Enough\)$/);
  assert.deepEqual(alertsIn(run.events).slice(0, 1), ['Enough firing']);
  const causes = run.events.flatMap((event) => (event.kind === 'run/state' ? [`${event.to} ${event.cause}`] : []));
  assert.deepEqual(causes, ['running plan', 'cooling rule', 'aborted rule']);
  assert.equal(sent[0]?.alerts[0]?.alert.rule, 'Enough');
  const replayed: string[] = [];
  replayAlerts({ rules: rulesOf(rule), inhibitions: [] }, run.events, (event) => {
    if (event.kind === 'state') replayed.push(`${event.alert.rule} ${event.alert.phase}`);
  });
  assert.deepEqual(replayed.slice(0, 1), ['Enough firing']);
});

test('a rule may pause a run, which a key resumes', limit, async (t) => {
  const { port, stop } = await startScriptedServer((_, reply) => reply.write(okAnswer));
  t.after(stop);
  const rule: RuleText = { alert: 'Rest', expr: 'load.achieved > 10', action: 'pause', keep_firing_for: 60_000 };
  const run = startRun({ port, shape: constant(50), durationMs: 2_500, alerts: planOf(rule, []) });
  await run.when((event) => event.kind === 'run/state' && event.to === 'paused');
  run.session.send({ kind: 'acknowledge', id: null, note: 'seen' });
  run.session.send({ kind: 'resume' });
  const { result } = await run.end();
  assert.equal(result.ended, 'finished');
  const paused = run.events.find((event) => event.kind === 'run/state' && event.to === 'paused');
  assert.ok(paused?.kind === 'run/state' && paused.cause === 'rule');
  const mute = run.events.find((event) => event.kind === 'alert/event' && event.event.kind === 'mute');
  assert.ok(mute?.kind === 'alert/event' && mute.event.kind === 'mute' && mute.event.mute?.kind === 'acknowledged');
});

test('a rule may cool a run down', limit, async (t) => {
  const { port, stop } = await startScriptedServer((_, reply) => reply.write(okAnswer));
  t.after(stop);
  const rule: RuleText = { alert: 'Cool', expr: 'load.achieved > 10', action: 'cool-down' };
  const run = startRun({ port, shape: constant(50), durationMs: 60_000, alerts: planOf(rule, []) });
  const { result } = await run.end();
  assert.match(result.endedBecause ?? '', /rule Cool/);
  assert.ok(run.states().includes('cooling'));
});
