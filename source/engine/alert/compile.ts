import { anomalyScore, heldAnomaly } from './anomaly.js';
import type { Condition } from './check-expression.js';
import { commonScope } from './check-expression.js';
import { baselineOf, peerScore } from './comparisons.js';
import { compileBinary } from './compile-binary.js';
import type { Derived, Evaluate } from './derived.js';
import { derive } from './derived.js';
import { type Expression, isComparison } from './expression.js';
import { functionOf } from './functions.js';
import { createHistogramWindow, type HistogramWindow } from './histogram-window.js';
import { maskOf } from './match-labels.js';
import type { Measurements } from './measurements.js';
import type { Scope } from './metric-table.js';
import { createGrowth, movement, overWindow, percentileOf, type Summary, summaries } from './window-functions.js';

type Call = Extract<Expression, { readonly kind: 'call' }>;

/** A condition made into functions. */
export type Compiled = {
  readonly scope: Scope;
  /** 1 where it holds, 0 where it does not, NaN where nobody knows. */
  readonly holds: Evaluate;
  /** The number to show: what the first comparison compares; NaN where there is none. */
  readonly value: Evaluate;
};

/** Makes functions of conditions, all over the same measurements. Equal parts of different rules are worked out once. */
export type Compiler = {
  readonly compile: (condition: Condition) => Compiled;
  /** Works out every window and function once: before the conditions are asked, once a second. */
  readonly tick: (nowMs: number) => void;
};

export function createCompiler(measurements: Measurements): Compiler {
  const { tables } = measurements;
  const known = new Map<string, Evaluate>();
  const histograms = new Map<string, HistogramWindow>();
  const work: ((nowMs: number) => void)[] = [];
  let now = 0;

  const add = (scope: Scope, derived: Derived): Evaluate => {
    work.push((nowMs) => derived.update(nowMs, tables[scope].rows()));
    const { column } = derived;
    return onRow(scope, (row) => column.values[row] ?? Number.NaN);
  };

  /** A metric's own column, only of the rows that its matchers want. */
  const metric = (expression: Extract<Expression, { readonly kind: 'metric' }>): Evaluate => {
    const { scope, name } = expression.metric;
    const column = tables[scope].column(name);
    const read: Evaluate = (row) => column.values[row] ?? Number.NaN;
    if (expression.matchers.length === 0) return onRow(scope, read);
    const mask = maskOf(tables[scope], expression.matchers);
    return onRow(scope, (row) => (mask(row) ? read(row) : Number.NaN));
  };

  const histogramWindow = (name: string, windowMs: number): HistogramWindow => {
    const key = `${name} ${windowMs}`;
    const found = histograms.get(key);
    if (found !== undefined) return found;
    const made = createHistogramWindow(windowMs);
    histograms.set(key, made);
    measurements.onHistogram(name, made.add);
    return made;
  };

  const overHistogram = (call: Call, name: string, scope: Scope, windowMs: number): Evaluate => {
    const window = histogramWindow(name, windowMs);
    const { percentile } = call;
    const of: Evaluate =
      call.name === 'max'
        ? window.max
        : percentile === null
          ? window.mean
          : (row) => window.percentile(row, percentile);
    return add(
      scope,
      derive(() => {}, of),
    );
  };

  const growth = (call: Call, of: Evaluate, scope: Scope, windowMs: number): Evaluate => {
    const fromZero = scope === 'load' || scope === 'request';
    const grown = createGrowth(of, windowMs, fromZero);
    const answer: Evaluate = call.name === 'rate' ? (row) => grown.grown(row) / grown.ticks(row) : grown.grown;
    return add(scope, derive(grown.update, answer));
  };

  const share = (name: string, scope: Scope, windowMs: number): Evaluate => {
    const [errors, answers] = [name, name.replace(/errors$/, 'answers')].map((counter) => {
      const column = tables[scope].column(counter);
      return createGrowth((row) => column.values[row] ?? Number.NaN, windowMs, true);
    });
    const of: Evaluate = (row) => {
      const bad = errors!.grown(row);
      return (100 * bad) / (bad + answers!.grown(row));
    };
    const update = (rows: number): void => {
      errors!.update(rows);
      answers!.update(rows);
    };
    return add(scope, derive(update, of));
  };

  const call = (expression: Call): Evaluate => {
    const windowMs = expression.windowMs ?? functionOf(expression.name).windowMs ?? 0;
    const arg = expression.args[0];
    const scope = arg === undefined ? 'server' : scopeOf(arg);
    if (expression.name === 'no_data') {
      const table = tables[scope];
      const mask = arg?.kind === 'metric' && arg.matchers.length > 0 ? maskOf(table, arg.matchers) : null;
      return onRow(scope, (row) => {
        const silentMs = now - (table.heardMs.values[row] ?? Number.NaN);
        if (Number.isNaN(silentMs) || (mask !== null && !mask(row))) return Number.NaN;
        return silentMs >= windowMs ? 1 : 0;
      });
    }
    if (arg === undefined) return () => Number.NaN;
    if (arg.kind === 'metric' && arg.metric.kind === 'histogram') {
      return overHistogram(expression, arg.metric.name, scope, windowMs);
    }
    if (expression.name === 'share' && arg.kind === 'metric') return share(arg.metric.name, scope, windowMs);
    const of = evaluate(arg);
    const floor = arg.kind === 'metric' ? arg.metric.floor : 1e-9;
    switch (expression.name) {
      case 'rate':
      case 'increase':
        return growth(expression, of, scope, windowMs);
      case 'p':
      case 'avg':
      case 'min':
      case 'max': {
        const summary: Summary =
          expression.name === 'p' ? percentileOf(expression.percentile ?? 50) : summaries[expression.name];
        return add(scope, overWindow(of, windowMs, summary));
      }
      case 'change':
      case 'changed':
        return add(scope, movement(of, windowMs, expression.name));
      case 'anomaly_z':
        return add(scope, anomalyScore(of, windowMs, floor));
      case 'anomaly': {
        const score = evaluate({ ...expression, name: 'anomaly_z' });
        return add(scope, heldAnomaly(score));
      }
      case 'peer_z':
        return add(scope, peerScore(of, tables[scope], floor));
      case 'baseline':
        return add(scope, baselineOf(of, measurements.hasBegun));
      case 'abs':
        return (row) => Math.abs(of(row));
      case 'share':
        return () => Number.NaN;
    }
  };

  const evaluate = (expression: Expression): Evaluate => {
    switch (expression.kind) {
      case 'number': {
        const { value } = expression;
        return () => value;
      }
      case 'metric':
        return metric(expression);
      case 'unary': {
        const of = evaluate(expression.of);
        return expression.operator === '-' ? (row) => -of(row) : (row) => 1 - of(row);
      }
      case 'binary':
        return compileBinary(expression, evaluate);
      case 'call': {
        const key = keyOf(expression);
        const found = known.get(key);
        if (found !== undefined) return found;
        const made = call(expression);
        known.set(key, made);
        return made;
      }
    }
  };

  return {
    compile: ({ tree, scope }) => ({ scope, holds: evaluate(tree), value: shownValue(tree, evaluate) }),
    tick(nowMs) {
      now = nowMs;
      for (const update of work) update(nowMs);
      for (const window of histograms.values()) window.tick();
    },
  };
}

/** The load is one series, and stands beside every row of another scope. */
function onRow(scope: Scope, of: Evaluate): Evaluate {
  return scope === 'load' ? () => of(0) : of;
}

function scopeOf(expression: Expression): Scope {
  switch (expression.kind) {
    case 'number':
      return 'load';
    case 'metric':
      return expression.metric.scope;
    case 'unary':
      return scopeOf(expression.of);
    case 'binary':
      return commonScope(scopeOf(expression.left), scopeOf(expression.right)) ?? 'load';
    case 'call':
      return expression.args[0] === undefined ? 'server' : scopeOf(expression.args[0]);
  }
}

/** What an alert shows as its value: the left side of the first comparison, the score of an anomaly. */
function shownValue(tree: Expression, evaluate: (expression: Expression) => Evaluate): Evaluate {
  const found = shown(tree);
  return found === null ? () => Number.NaN : evaluate(found);
}

function shown(tree: Expression): Expression | null {
  switch (tree.kind) {
    case 'binary':
      return isComparison(tree.operator) ? tree.left : (shown(tree.left) ?? shown(tree.right));
    case 'unary':
      return shown(tree.of);
    case 'call':
      if (tree.name === 'anomaly') return { ...tree, name: 'anomaly_z' };
      return tree.name === 'changed' ? (tree.args[0] ?? null) : null;
    case 'number':
    case 'metric':
      return null;
  }
}

/** Equal for what gives equal numbers: where it stood in its text does not matter. */
function keyOf(expression: Expression): string {
  return JSON.stringify(expression, (key, value: unknown) => {
    if (key === 'at') return undefined;
    return key === 'metric' && typeof value === 'object' && value !== null && 'name' in value ? value.name : value;
  });
}
