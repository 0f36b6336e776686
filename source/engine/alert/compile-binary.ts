import type { Evaluate } from './derived.js';
import type { Expression } from './expression.js';

type Binary = Extract<Expression, { readonly kind: 'binary' }>;

/**
 * Makes a function of an operator. With NaN, which is "nobody knows", a comparison is NaN; `and` is 0 where one side is
 * 0, `or` is 1 where one side is 1, and both are NaN otherwise.
 */
export function compileBinary(expression: Binary, evaluate: (part: Expression) => Evaluate): Evaluate {
  const { right } = expression;
  const a = evaluate(expression.left);
  // A limit is a number as a rule: one call less for each series of each rule.
  if (right.kind === 'number') return withLimit(expression, a, right.value);
  const b = evaluate(right);
  switch (expression.operator) {
    case 'and':
      return (row) => {
        const left = a(row);
        if (left === 0) return 0;
        const other = b(row);
        return other === 0 ? 0 : left * other;
      };
    case 'or':
      return (row) => {
        const left = a(row);
        if (left === 1) return 1;
        const other = b(row);
        return other === 1 ? 1 : left + other;
      };
    case '+':
      return (row) => a(row) + b(row);
    case '-':
      return (row) => a(row) - b(row);
    case '*':
      return (row) => a(row) * b(row);
    case '/':
      return (row) => finite(a(row) / b(row));
    case '>':
      return (row) => truth(a(row) > b(row), a(row) + b(row));
    case '>=':
      return (row) => truth(a(row) >= b(row), a(row) + b(row));
    case '<':
      return (row) => truth(a(row) < b(row), a(row) + b(row));
    case '<=':
      return (row) => truth(a(row) <= b(row), a(row) + b(row));
    case '==':
      return (row) => truth(a(row) === b(row), a(row) + b(row));
    case '!=':
      return (row) => truth(a(row) !== b(row), a(row) + b(row));
  }
}

function withLimit({ operator }: Binary, a: Evaluate, limit: number): Evaluate {
  switch (operator) {
    case '>':
      return (row) => above(a(row), limit);
    case '<':
      return (row) => above(-a(row), -limit);
    case '>=':
      return (row) => atLeast(a(row), limit);
    case '<=':
      return (row) => atLeast(-a(row), -limit);
    case '==':
      return (row) => truth(a(row) === limit, a(row));
    case '!=':
      return (row) => truth(a(row) !== limit, a(row));
    case '+':
      return (row) => a(row) + limit;
    case '-':
      return (row) => a(row) - limit;
    case '*':
      return (row) => a(row) * limit;
    case '/':
      return (row) => finite(a(row) / limit);
    case 'and':
    case 'or':
      return a;
  }
}

function above(value: number, limit: number): number {
  return value > limit ? 1 : Number.isNaN(value) ? value : 0;
}

function atLeast(value: number, limit: number): number {
  return value >= limit ? 1 : Number.isNaN(value) ? value : 0;
}

/** `known`: NaN where one of the two sides is. */
function truth(holds: boolean, known: number): number {
  return Number.isNaN(known) ? known : holds ? 1 : 0;
}

/** Division by zero says nothing. */
function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
