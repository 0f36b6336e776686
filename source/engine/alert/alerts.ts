import type { AlertAction, AlertCommand, AlertEvent } from '../../model/alert.js';
import type { SessionEvent, SessionHead } from '../../model/events.js';
import type { Cause } from '../../model/run.js';
import type { Clock } from '../../time/clock.js';
import type { Random } from '../../time/random.js';
import { createAlertBook } from './alert-book.js';
import type { Channel } from './channels/channel.js';
import { createDelivery, type Delivery, type DeliveryLimits } from './channels/deliver.js';
import { createRouter, type Route } from './router.js';
import type { Inhibition, Rule } from './rule.js';
import { createRuleEngine } from './rule-engine.js';

/** What the config says of alerts, read. */
export type AlertPlan = {
  readonly rules: readonly Rule[];
  readonly inhibitions: readonly Inhibition[];
  /** Null: nobody is told. */
  readonly route: Route | null;
  readonly channels: readonly Channel[];
};

/** Where alerts live: the session's clock and bus, and what a rule may do to its load. */
export type AlertStage = {
  readonly clock: Clock;
  readonly random: Random;
  readonly emit: (event: AlertEvent) => void;
  readonly act: (action: AlertAction, rule: string, reason: string) => void;
  /** Absent: as sensible. */
  readonly delivery?: DeliveryLimits;
};

/** Alerts of a live session. */
export type Alerts = {
  /** Takes in an event of the session; those about alerts too, which say nothing to it. */
  readonly observe: (event: SessionEvent) => void;
  /** A sentence where there is nothing to do. */
  readonly obey: (command: AlertCommand, cause: Cause) => string | null;
  /** Ends: what waits to be sent has `limitMs` for it. Twice is harmless. */
  readonly close: (limitMs: number) => Promise<void>;
};

/** Starts asking rules once a second on the session's clock, and telling people of what they find. */
export function startAlerts(plan: AlertPlan, stage: AlertStage): Alerts {
  const { clock, emit } = stage;
  let head: SessionHead | null = null;
  const deliveries = new Map<string, Delivery>(
    plan.channels.map((channel) => [channel.name, createDelivery(channel, clock, stage.random, emit, stage.delivery)]),
  );
  const router = plan.route === null ? null : createRouter(plan.route);
  const book = createAlertBook(plan.inhibitions, emit);
  const engine = createRuleEngine(plan.rules, (change) => {
    book.change(change);
    const { rule, alert } = change;
    if (alert.phase !== 'firing' || rule.action === null) return;
    const reason = `${alert.annotations.summary ?? change.because} (rule ${rule.name})`;
    emit({ kind: 'action', rule: rule.name, action: rule.action, reason });
    stage.act(rule.action, rule.name, reason);
  });

  const notify = (nowMs: number): void => {
    if (router === null || head === null) return;
    const { id, startedAt } = head;
    for (const notification of router.tick(book.open(), nowMs)) {
      const message = { ...notification, startedAtMs: Date.parse(startedAt), session: id };
      deliveries.get(notification.channel)?.offer(message);
    }
  };
  const tick = (): void => {
    const nowMs = clock.nowMs();
    engine.advance(nowMs);
    book.tick(nowMs);
    notify(nowMs);
  };
  const stop = clock.every(1000, tick);
  let closing: Promise<unknown> | null = null;
  return {
    observe(event) {
      if (event.kind === 'session/started') head = event.head;
      if (event.kind !== 'alert/event') engine.observe(event);
    },
    obey: (command, cause) => book.obey(command, cause, clock.nowMs()),
    async close(limitMs) {
      stop();
      closing ??= Promise.all([...deliveries.values()].map((delivery) => delivery.close(limitMs)));
      await closing;
    },
  };
}

/**
 * The alerts that rules give over recorded events, told to `emit` with the time of each. Nobody is notified and nothing is
 * done to any load; inhibition is as it would have been live.
 */
export function replayAlerts(
  plan: Pick<AlertPlan, 'rules' | 'inhibitions'>,
  events: Iterable<SessionEvent>,
  emit: (event: AlertEvent, atMs: number) => void,
): void {
  let nowMs = 0;
  const book = createAlertBook(plan.inhibitions, (event) => emit(event, nowMs));
  const engine = createRuleEngine(plan.rules, (change) => {
    nowMs = change.atMs;
    book.change(change);
  });
  let secondMs = 0;
  for (const event of events) {
    if (event.kind === 'alert/event') continue;
    engine.observe(event);
    if (event.atMs < secondMs) continue;
    nowMs = event.atMs;
    book.tick(nowMs);
    secondMs = event.atMs + 1000;
  }
}
