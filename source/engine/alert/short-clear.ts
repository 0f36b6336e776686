import { type Condition, checkExpression } from './check-expression.js';
import type { Expression, ExpressionReading } from './expression.js';
import { isConstant, oddityOf } from './odd-expression.js';
import { parseExpression } from './parse-expression.js';

/** Whether the end of a rule is written as a limit alone: `< 80`. */
export function isShortClear(text: string): boolean {
  return /^\s*(?:[<>]=?|[=!]=)/.test(text);
}

/** Reads `< 80` as the left side of the first comparison of a rule's condition, below 80. */
export function readShortClear(text: string, { tree }: Condition): ExpressionReading<Condition> {
  const left = firstCompared(tree);
  if (left === null) {
    const message = 'expected a whole condition, since expr compares nothing with a limit, got a limit alone';
    return { kind: 'fault', fault: { at: 0, message, hint: null } };
  }
  // A number stands where the left side will be.
  const parsed = parseExpression(`0 ${text}`);
  if (parsed.kind === 'fault')
    return { kind: 'fault', fault: { ...parsed.fault, at: Math.max(0, parsed.fault.at - 2) } };
  if (parsed.value.kind !== 'binary') {
    return {
      kind: 'fault',
      fault: { at: 0, message: 'expected a limit such as < 80, got something else', hint: null },
    };
  }
  const whole: Expression = { ...parsed.value, left };
  const checked = checkExpression(whole);
  if (checked.kind === 'fault')
    return { kind: 'fault', fault: { ...checked.fault, at: Math.max(0, checked.fault.at - 2) } };
  if (checked.value.gives.kind === 'number') {
    return { kind: 'fault', fault: { at: 0, message: 'expected a limit such as < 80, got a number', hint: null } };
  }
  const odd = oddityOf(whole);
  if (odd !== null) return { kind: 'fault', fault: { ...odd, at: 0 } };
  return { kind: 'ok', value: { text: text.trim(), tree: whole, scope: checked.value.scope } };
}

function firstCompared(tree: Expression): Expression | null {
  if (tree.kind === 'unary') return firstCompared(tree.of);
  if (tree.kind !== 'binary') return null;
  if (tree.operator === 'and' || tree.operator === 'or') return firstCompared(tree.left) ?? firstCompared(tree.right);
  // The limit may stand first.
  return isConstant(tree.left) ? tree.right : tree.left;
}
