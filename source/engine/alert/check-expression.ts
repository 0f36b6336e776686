import { type Expression, type ExpressionFault, type ExpressionReading, isComparison } from './expression.js';
import { functionOf } from './functions.js';
import type { Scope } from './metric-table.js';
import { oddityOf } from './odd-expression.js';
import { parseExpression } from './parse-expression.js';
import { areAlike, metricUnits, moreTelling, type Unit } from './units.js';

/** What an expression gives, and for which series. */
export type Checked = {
  readonly scope: Scope;
  readonly gives: { readonly kind: 'condition' } | { readonly kind: 'number'; readonly unit: Unit };
};

/** An expression that may be compiled. */
export type Condition = { readonly text: string; readonly tree: Expression; readonly scope: Scope };

type Answer = ExpressionReading<Checked>;

/** Reads and checks a condition, as a rule has it: what it gives must be true or false. */
export function readCondition(text: string): ExpressionReading<Condition> {
  const parsed = parseExpression(text);
  if (parsed.kind === 'fault') return parsed;
  const checked = checkExpression(parsed.value);
  if (checked.kind === 'fault') return checked;
  if (checked.value.gives.kind === 'number') {
    const hint = 'compare it with a limit, such as > 90';
    return fault(parsed.value.at, 'expected a condition that is true or false, got a number', hint);
  }
  const odd = oddityOf(parsed.value);
  if (odd !== null) return { kind: 'fault', fault: odd };
  return { kind: 'ok', value: { text, tree: parsed.value, scope: checked.value.scope } };
}

/** Checks units, kinds of metrics and that all series of an expression belong together. */
export function checkExpression(expression: Expression): Answer {
  switch (expression.kind) {
    case 'number':
      return number('load', expression.unit);
    case 'metric': {
      const { name, kind, scope, unit } = expression.metric;
      if (kind === 'gauge') return number(scope, unit);
      const hint =
        kind === 'counter'
          ? `write rate(${name}) or increase(${name}) over 1m`
          : `write p(99) ${name} over 1m, or avg(${name})`;
      const what = kind === 'counter' ? 'a counter, which only grows' : 'a histogram';
      return fault(expression.at, `expected a function around ${name}, which is ${what}, got it alone`, hint);
    }
    case 'unary': {
      const inner = checkExpression(expression.of);
      if (inner.kind === 'fault') return inner;
      const wanted = expression.operator === 'not' ? 'condition' : 'number';
      return inner.value.gives.kind === wanted
        ? inner
        : mismatch(expression.of.at, wanted, `after ${expression.operator}`);
    }
    case 'binary':
      return checkBinary(expression);
    case 'call':
      return checkCall(expression);
  }
}

function checkBinary(expression: Extract<Expression, { readonly kind: 'binary' }>): Answer {
  const left = checkExpression(expression.left);
  if (left.kind === 'fault') return left;
  const right = checkExpression(expression.right);
  if (right.kind === 'fault') return right;
  const { operator } = expression;
  const scope = commonScope(left.value.scope, right.value.scope);
  if (scope === null) {
    const message = `expected series that belong together, got those of a ${left.value.scope} and of a ${right.value.scope}`;
    return fault(expression.right.at, message, 'write two rules; metrics of the load go with every other');
  }
  const wanted = operator === 'and' || operator === 'or' ? 'condition' : 'number';
  if (left.value.gives.kind !== wanted) return mismatch(expression.left.at, wanted, `before ${operator}`);
  if (right.value.gives.kind !== wanted) return mismatch(expression.right.at, wanted, `after ${operator}`);
  if (left.value.gives.kind !== 'number' || right.value.gives.kind !== 'number') return condition(scope);
  const [a, b] = [left.value.gives.unit, right.value.gives.unit];
  if (operator === '*' || operator === '/')
    return number(scope, operator === '/' && a === b ? 'plain' : moreTelling(a, b));
  if (!areAlike(a, b))
    return fault(expression.right.at, `expected ${metricUnits[a]}, got ${metricUnits[b]}`, unitHint(expression, a, b));
  return isComparison(operator) ? condition(scope) : number(scope, moreTelling(a, b));
}

function checkCall(call: Extract<Expression, { readonly kind: 'call' }>): Answer {
  const spec = functionOf(call.name);
  const arg = call.args[0];
  // Only no_data goes without: it then waits for servers.
  if (arg === undefined) return condition('server');
  const usage = `write ${spec.usage}`;
  const given = arg.kind === 'metric' ? arg.metric : null;
  const fits =
    given !== null && (spec.takes.includes(given.kind) || (given.kind === 'gauge' && spec.takes.includes('value')));
  if (given !== null && !fits) {
    return fault(
      arg.at,
      `expected ${takesText(spec.takes)} in ${call.name}(), got ${given.name}, a ${given.kind}`,
      usage,
    );
  }
  if (given === null) {
    if (!spec.takes.includes('value') || call.name === 'rate' || call.name === 'increase' || call.name === 'no_data') {
      return fault(arg.at, `expected the name of a metric in ${call.name}(), got an expression`, usage);
    }
    const inner = checkExpression(arg);
    if (inner.kind === 'fault') return inner;
    if (inner.value.gives.kind !== 'number') return mismatch(arg.at, 'number', `in ${call.name}()`);
    return finish(call, inner.value.scope, inner.value.gives.unit);
  }
  if (call.name === 'share' && !given.name.endsWith('errors')) {
    return fault(arg.at, `expected errors or request.errors in share(), got ${given.name}`, usage);
  }
  return finish(call, given.scope, given.unit);
}

function finish(call: Extract<Expression, { readonly kind: 'call' }>, scope: Scope, given: Unit): Answer {
  const { unit, usage } = functionOf(call.name);
  if (call.name === 'peer_z' && scope !== 'server') {
    return fault(call.at, 'expected a metric of servers in peer_z(), got one that has no peers', `write ${usage}`);
  }
  if (unit === 'condition') return condition(scope);
  return number(scope, unit === 'same' ? given : unit);
}

/** The scope of both: load goes with every other; null where two do not belong together. */
export function commonScope(a: Scope, b: Scope): Scope | null {
  if (a === b || b === 'load') return a;
  return a === 'load' ? b : null;
}

function unitHint({ left }: { readonly left: Expression }, a: Unit, b: Unit): string | null {
  const isRateOfErrors = left.kind === 'call' && left.name === 'rate' && a === 'perSecond' && b === 'percent';
  const arg = isRateOfErrors ? left.args[0] : undefined;
  return arg?.kind === 'metric' && arg.metric.name.endsWith('errors')
    ? `write share(${arg.metric.name}), which is a percentage`
    : null;
}

function takesText(takes: readonly string[]): string {
  return takes.map((kind) => (kind === 'value' ? 'a gauge' : `a ${kind}`)).join(' or ');
}

function mismatch(at: number, wanted: 'condition' | 'number', where: string): Answer {
  return wanted === 'condition'
    ? fault(at, `expected a condition ${where}, got a number`, 'compare it with a limit, such as > 90')
    : fault(at, `expected a number ${where}, got a condition`, 'join conditions with and, or, not');
}

function number(scope: Scope, unit: Unit): Answer {
  return { kind: 'ok', value: { scope, gives: { kind: 'number', unit } } };
}

function condition(scope: Scope): Answer {
  return { kind: 'ok', value: { scope, gives: { kind: 'condition' } } };
}

function fault(
  at: number,
  message: string,
  hint: string | null,
): { readonly kind: 'fault'; readonly fault: ExpressionFault } {
  return { kind: 'fault', fault: { at, message, hint } };
}
