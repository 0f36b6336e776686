import type { Alert } from '../../model/alert.js';
import type { SessionEvent } from '../../model/events.js';
import { createFrameHash } from '../../resilience/frame-hash.js';
import { createCompiler } from './compile.js';
import { fillIn } from './fill-in.js';
import { createMeasurements } from './measurements.js';
import type { Rule } from './rule.js';
import { createRuleStates, type Transition } from './rule-states.js';
import type { Labels } from './table.js';

/** One change of one alert. */
export type AlertChange = {
  readonly atMs: number;
  readonly rule: Rule;
  readonly alert: Alert;
  readonly from: Transition['from'];
  readonly because: string;
};

/** Rules over the events of a session: live or from a recording, the same events give the same alerts. */
export type RuleEngine = {
  /** Takes in an event, after asking the rules for every whole second before it. */
  readonly observe: (event: SessionEvent) => void;
  /** Asks the rules for every whole second up to a time. */
  readonly advance: (nowMs: number) => void;
};

/** How often rules are asked, in ms. */
const periodMs = 1000;
/** Seconds without an event that are asked one by one; of a longer pause (a machine that slept) only the last ones are. */
const mostTicks = 3600;

/** Rules are asked at whole seconds of the session's clock, and never at the moment of an event: so a recording tells the same. */
export function createRuleEngine(rules: readonly Rule[], changed: (change: AlertChange) => void): RuleEngine {
  const measurements = createMeasurements();
  const compiler = createCompiler(measurements);
  const identities = createIdentities();
  const compiled = rules.map((rule) => {
    const condition = compiler.compile(rule.condition);
    const clear = rule.clear === null ? null : compiler.compile(rule.clear);
    return { rule, scope: condition.scope, states: createRuleStates(rule, condition, clear) };
  });
  let nextMs: number | null = null;

  const tick = (atMs: number): void => {
    measurements.age(atMs);
    compiler.tick(atMs);
    for (const { rule, scope, states } of compiled) {
      const table = measurements.tables[scope];
      states.tick(atMs, table.rows(), (transition) => {
        changed(changeOf(atMs, rule, transition, table.labels[transition.row] ?? {}, identities));
      });
    }
  };
  const advance = (nowMs: number): void => {
    if (!Number.isFinite(nowMs)) return;
    nextMs ??= Math.floor(nowMs / periodMs) * periodMs + periodMs;
    nextMs = Math.max(nextMs, (Math.floor(nowMs / periodMs) - mostTicks) * periodMs);
    for (; nextMs <= nowMs; nextMs += periodMs) tick(nextMs);
  };
  return {
    observe(event) {
      advance(event.atMs);
      measurements.take(event);
    },
    advance,
  };
}

function changeOf(
  atMs: number,
  rule: Rule,
  { from, to, value, activeAtMs, because }: Transition,
  series: Labels,
  identities: (labels: Labels) => string,
): AlertChange {
  const labels = { ...series, ...rule.labels, alert: rule.name };
  const shown = Number.isFinite(value) ? value : null;
  const alert: Alert = {
    id: identities(labels),
    rule: rule.name,
    labels,
    annotations: fillIn(rule.annotations, labels, shown),
    severity: rule.severity,
    phase: to,
    value: shown,
    activeAtMs,
    notifies: rule.notifies,
  };
  return { atMs, rule, alert, from, because };
}

/** The same 16 digits for the same labels, in every session. */
function createIdentities(): (labels: Labels) => string {
  const hash = createFrameHash(0n);
  return (labels) =>
    hash(JSON.stringify(Object.entries(labels).sort()))
      .toString(16)
      .padStart(16, '0');
}
