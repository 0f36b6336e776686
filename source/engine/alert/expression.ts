import type { FunctionName } from './functions.js';
import type { NamedMetric } from './metric-table.js';
import type { Unit } from './units.js';

export type ComparisonOperator = '>' | '>=' | '<' | '<=' | '==' | '!=';
export type BinaryOperator = ComparisonOperator | '+' | '-' | '*' | '/' | 'and' | 'or';

/** One condition on a label: `*` in the glob stands for any characters. */
export type LabelMatcher = { readonly label: string; readonly isEqual: boolean; readonly glob: string };

/** An expression as a tree. `at`: where it begins in its text, counted from 0. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly unit: Unit; readonly at: number }
  | {
      readonly kind: 'metric';
      readonly metric: NamedMetric;
      readonly matchers: readonly LabelMatcher[];
      readonly at: number;
    }
  | {
      readonly kind: 'call';
      readonly name: FunctionName;
      /** What stands first in the parentheses of `p`: 0 to 100. Null for all others. */
      readonly percentile: number | null;
      readonly args: readonly Expression[];
      /** Null: nothing was written, and the function's own stands. */
      readonly windowMs: number | null;
      readonly at: number;
    }
  | { readonly kind: 'unary'; readonly operator: '-' | 'not'; readonly of: Expression; readonly at: number }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly at: number;
    };

/** What is wrong with an expression: where (from 0), what was expected and came, and what to do. */
export type ExpressionFault = { readonly at: number; readonly message: string; readonly hint: string | null };

/** What came of reading an expression. */
export type ExpressionReading<Value> =
  | { readonly kind: 'ok'; readonly value: Value }
  | { readonly kind: 'fault'; readonly fault: ExpressionFault };

export function isComparison(operator: BinaryOperator): operator is ComparisonOperator {
  return Object.hasOwn(mirrored, operator);
}

/** What a comparison is called with its sides changed. */
export const mirrored: { readonly [operator in ComparisonOperator]: ComparisonOperator } = {
  '>': '<',
  '>=': '<=',
  '<': '>',
  '<=': '>=',
  '==': '==',
  '!=': '!=',
};
