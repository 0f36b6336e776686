import { suggestion } from '../../config/nearest.js';
import {
  type ComparisonOperator,
  type Expression,
  type ExpressionFault,
  isComparison,
  mirrored,
} from './expression.js';
import { scopeLabels } from './metric-table.js';

type Comparison = Extract<Expression, { readonly kind: 'binary' }>;
/** The least and the most that an expression can be. */
type Range = readonly [least: number, most: number];

/** What cannot be meant in an expression whose kinds and units are sound: labels that no series has, limits that never matter. */
export function oddityOf(tree: Expression): ExpressionFault | null {
  switch (tree.kind) {
    case 'number':
      return null;
    case 'metric':
      return labelFault(tree);
    case 'unary':
      return oddityOf(tree.of);
    case 'call':
      return tree.args.map(oddityOf).find((fault) => fault !== null) ?? null;
    case 'binary':
      return oddityOf(tree.left) ?? oddityOf(tree.right) ?? comparisonFault(tree);
  }
}

/** Whether an expression is of numbers alone. */
export function isConstant(tree: Expression): boolean {
  switch (tree.kind) {
    case 'number':
      return true;
    case 'metric':
    case 'call':
      return false;
    case 'unary':
      return isConstant(tree.of);
    case 'binary':
      return isConstant(tree.left) && isConstant(tree.right);
  }
}

/** What an expression of numbers alone comes to, in its unit's base; null for all others. */
export function constantOf(tree: Expression): number | null {
  if (tree.kind === 'number') return tree.value;
  if (tree.kind === 'unary') {
    const inner = tree.operator === '-' ? constantOf(tree.of) : null;
    return inner === null ? null : -inner;
  }
  if (tree.kind !== 'binary') return null;
  const [a, b] = [constantOf(tree.left), constantOf(tree.right)];
  if (a === null || b === null) return null;
  switch (tree.operator) {
    case '+':
      return a + b;
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    default:
      return null;
  }
}

function labelFault({ metric, matchers, at }: Extract<Expression, { readonly kind: 'metric' }>) {
  const known = scopeLabels[metric.scope];
  const odd = matchers.find(({ label }) => !known.includes(label));
  if (odd === undefined) return null;
  if (known.length === 0) {
    const message = `expected no labels behind ${metric.name}, which is one for the whole load, got ${odd.label}`;
    return { at, message, hint: null };
  }
  return { at, message: `expected a label of ${metric.name}, got ${odd.label}`, hint: suggestion(odd.label, known) };
}

function comparisonFault({ operator, left, right, at }: Comparison): ExpressionFault | null {
  if (!isComparison(operator)) return null;
  if (isConstant(left) && isConstant(right)) {
    const hint = 'name a metric, as in cpu.used > 90';
    return { at, message: 'expected a comparison with a metric, got one of numbers alone, which never changes', hint };
  }
  const [a, b] = [rangeOf(left), rangeOf(right)];
  // Two that both move can always pass each other.
  if (a === null || b === null || !(isConstant(left) || isConstant(right))) return null;
  if (canHold(operator, a, b)) return null;
  const message = 'expected a limit that a percentage can pass, got one that it never does';
  return { at: isConstant(left) ? left.at : right.at, message, hint: 'it is from 0% to 100%' };
}

/** Whether a comparison of two numbers of these ranges can be true. */
function canHold(operator: ComparisonOperator, a: Range, b: Range): boolean {
  switch (operator) {
    case '>':
      return a[1] > b[0];
    case '>=':
      return a[1] >= b[0];
    case '<':
    case '<=':
      return canHold(mirrored[operator], b, a);
    case '==':
      return a[1] >= b[0] && b[1] >= a[0];
    case '!=':
      return true;
  }
}

/** The range of a constant, and of a percentage whatever is made of it that stays one; null: it has no bounds. */
function rangeOf(tree: Expression): Range | null {
  const constant = constantOf(tree);
  if (constant !== null) return [constant, constant];
  if (tree.kind === 'metric') return tree.metric.kind === 'gauge' && tree.metric.unit === 'percent' ? [0, 100] : null;
  if (tree.kind !== 'call') return null;
  if (tree.name === 'share') return [0, 100];
  const staysBetween = new Set<string>(['p', 'avg', 'min', 'max', 'baseline']).has(tree.name);
  return staysBetween && tree.args.length === 1 ? rangeOf(tree.args[0]!) : null;
}
