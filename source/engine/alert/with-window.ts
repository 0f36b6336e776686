import type { Expression } from './expression.js';
import { functionOf } from './functions.js';

/** The tree with a window for every function in it that takes one and has none yet. */
export function withWindow(expression: Expression, windowMs: number): Expression {
  switch (expression.kind) {
    case 'number':
    case 'metric':
      return expression;
    case 'unary':
      return { ...expression, of: withWindow(expression.of, windowMs) };
    case 'binary':
      return {
        ...expression,
        left: withWindow(expression.left, windowMs),
        right: withWindow(expression.right, windowMs),
      };
    case 'call': {
      const args = expression.args.map((arg) => withWindow(arg, windowMs));
      return isOpen(expression) ? { ...expression, args, windowMs } : { ...expression, args };
    }
  }
}

/** Whether some function in the tree takes a window and has none yet. */
export function hasWindowed(expression: Expression): boolean {
  switch (expression.kind) {
    case 'number':
    case 'metric':
      return false;
    case 'unary':
      return hasWindowed(expression.of);
    case 'binary':
      return hasWindowed(expression.left) || hasWindowed(expression.right);
    case 'call':
      return isOpen(expression) || expression.args.some(hasWindowed);
  }
}

function isOpen(call: Extract<Expression, { readonly kind: 'call' }>): boolean {
  return call.windowMs === null && functionOf(call.name).windowMs !== null;
}
