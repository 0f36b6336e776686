import {
  anyOf,
  countReached,
  durationReached,
  errorShareOver,
  heldFor,
  inFlightOver,
  type Level,
  latencyOver,
  type StopRule,
  serverCpuOver,
} from '../engine/load/stop-rule.js';
import type { StopSpec } from '../model/stop.js';
import { tripWires } from './trip-wires.js';

/** The rules of one run: those that are asked once a second, and those that watch how full the load is. */
export type RunRules = { readonly onTick: StopRule; readonly onLevel: StopRule<Level> };

export type RunRuleOptions = {
  readonly stops: readonly StopSpec[];
  readonly tripWires: boolean;
  /** How long an answer may take. */
  readonly timeoutMs: number;
};

/** The rules of a run, made anew: they remember nothing of before. Stop rules are asked before trip-wires. */
export function createRunRules(options: RunRuleOptions): RunRules {
  const levels = options.stops.flatMap((spec) => (spec.kind === 'in-flight' ? [levelRule(spec)] : []));
  const ticks = options.stops.flatMap((spec) => (spec.kind === 'in-flight' ? [] : [tickRule(spec)]));
  const wires = options.tripWires
    ? tripWires(options.timeoutMs).map(({ name, rule }) => named(`trip-wire ${name}`, rule))
    : [];
  return {
    onTick: anyOf([...ticks, ...wires]),
    onLevel: anyOf(levels),
  };
}

/** Whether a level has to be taken several times a second. */
export function watchesLevel(stops: readonly StopSpec[]): boolean {
  return stops.some(({ kind }) => kind === 'in-flight');
}

function levelRule(spec: Extract<StopSpec, { readonly kind: 'in-flight' }>): StopRule<Level> {
  const over = inFlightOver(spec.limit);
  return named(spec.text, spec.spanMs === 0 ? over : heldFor(over, spec.spanMs));
}

function tickRule(spec: Exclude<StopSpec, { readonly kind: 'in-flight' }>): StopRule {
  switch (spec.kind) {
    case 'errors':
      return named(spec.text, errorShareOver(spec.limitRatio, spec.spanMs));
    case 'latency':
      return named(spec.text, latencyOver(spec.statistic, spec.limitMs, spec.spanMs));
    case 'cpu': {
      const over = serverCpuOver(spec.limitRatio);
      return named(spec.text, spec.spanMs === 0 ? over : heldFor(over, spec.spanMs));
    }
    case 'count':
      return named(spec.text, countReached(spec.count));
    case 'duration':
      return named(spec.text, durationReached(spec.durationMs));
  }
}

/** The rule with its name behind every reason that ends the run. */
function named<Told extends Level>(name: string, rule: StopRule<Told>): StopRule<Told> {
  return (told) => {
    const stopping = rule(told);
    return stopping.kind === 'proceed' ? stopping : { ...stopping, reason: `${stopping.reason} (${name})` };
  };
}
