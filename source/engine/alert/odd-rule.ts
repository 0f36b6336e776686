import { suggestion } from '../../config/nearest.js';
import type { Problem } from '../../model/problem.js';
import type { Condition } from './check-expression.js';
import { type ComparisonOperator, type Expression, isComparison, mirrored } from './expression.js';
import { scopeLabels } from './metric-table.js';
import { constantOf } from './odd-expression.js';
import type { Labels } from './table.js';
import type { Unit } from './units.js';

/** A limit that ends a rule, but not below (or above) the one that makes it fire; null where nothing speaks against it. */
export function clearFault(fires: Condition, clears: Condition): Omit<Problem, 'path'> | null {
  const fire = firstLimit(fires.tree);
  const clear = clears.tree.kind === 'binary' ? limitOf(clears.tree) : null;
  if (fire === null || clear === null || !isSame(fire.of, clear.of)) return null;
  const isUp = fire.operator === '>' || fire.operator === '>=';
  if (!isUp && fire.operator !== '<' && fire.operator !== '<=') return null;
  const endsAbove = clear.operator === '>' || clear.operator === '>=';
  const endsBelow = clear.operator === '<' || clear.operator === '<=';
  if (!endsAbove && !endsBelow) return null;
  const isBeyond = isUp ? clear.limit > fire.limit : clear.limit < fire.limit;
  if (endsBelow === isUp && !isBeyond) return null;
  const wanted = `${isUp ? '<' : '>'} ${Number(fire.limit.toPrecision(6))}${suffixes[fire.unit] ?? ''}`;
  const message = `expected a limit on the other side of the one that makes it fire, such as ${wanted}, got "${clears.text.slice(0, 80)}"`;
  return { message, hint: `a limit further ${isUp ? 'down' : 'up'} keeps it from firing again at once` };
}

/** Names in double braces that would not be filled in, in the annotations of a rule. */
export function templateProblems(
  annotations: Labels,
  labels: Labels,
  { scope }: Condition,
  path: string,
): readonly Problem[] {
  const known = ['value', 'alert', ...new Set([...scopeLabels[scope], ...Object.keys(labels)])];
  return Object.entries(annotations).flatMap(([key, template]) =>
    [...template.matchAll(/\{\{([^{}]*)\}\}/g)].flatMap(([written, inner = '']): readonly Problem[] => {
      const name = inner.trim();
      if (known.includes(name)) return [];
      const message = `expected a name that is filled in, got ${written.slice(0, 80)}`;
      return [{ path: `${path}.${key}`, message, hint: suggestion(name, known, (one) => `{{${one}}}`) }];
    }),
  );
}

const suffixes: { readonly [unit in Unit]?: string } = { percent: '%', ms: 'ms', perSecond: '/s' };

type Limit = {
  readonly of: Expression;
  readonly operator: ComparisonOperator;
  readonly limit: number;
  readonly unit: Unit;
};

/** The first comparison with a constant that must hold; null where another could hold in its place. */
function firstLimit(tree: Expression): Limit | null {
  if (tree.kind !== 'binary') return null;
  return tree.operator === 'and' ? (firstLimit(tree.left) ?? firstLimit(tree.right)) : limitOf(tree);
}

/** A comparison as a metric and its limit, whichever stands first. */
function limitOf({ operator, left, right }: Extract<Expression, { readonly kind: 'binary' }>): Limit | null {
  if (!isComparison(operator)) return null;
  const [a, b] = [constantOf(left), constantOf(right)];
  const unitOf = (side: Expression): Unit => (side.kind === 'number' ? side.unit : 'plain');
  if (a === null && b !== null) return { of: left, operator, limit: b, unit: unitOf(right) };
  if (a !== null && b === null) return { of: right, operator: mirrored[operator], limit: a, unit: unitOf(left) };
  return null;
}

/** Whether two expressions are the same, wherever they stand. */
function isSame(a: Expression, b: Expression): boolean {
  const textOf = (tree: Expression): string => JSON.stringify(tree, (key, value) => (key === 'at' ? undefined : value));
  return a === b || textOf(a) === textOf(b);
}
