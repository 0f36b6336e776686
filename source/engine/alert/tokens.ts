import type { ExpressionFault } from './expression.js';

/** A piece of an expression's text. `at`: where it begins, from 0. */
export type Token =
  | { readonly kind: 'number'; readonly value: number; readonly unit: string; readonly at: number }
  | { readonly kind: 'name'; readonly text: string; readonly at: number }
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | { readonly kind: 'sign'; readonly text: string; readonly at: number }
  | { readonly kind: 'end'; readonly at: number };

/** Longest expression that is read, in characters. */
export const longestExpression = 2000;

const patterns = {
  space: /\s+/y,
  number: /(\d{1,15}(?:\.\d{1,9})?)\s*(%|\/(?:s|min|h)\b|[A-Za-z]+)?/y,
  // A part after a dot may begin with a digit, since streams name metrics by place: app.os.load.0
  name: /[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*/y,
  text: /"([^"\p{Cc}]{0,200})"/uy,
  sign: />=|<=|==|!=|[><=!+\-*/(),{}[\]]/y,
};

/** The words that stand between values and are no unit of the number before them. */
const words = new Set(['and', 'or', 'not', 'over', 'for']);

/** Cuts an expression into its pieces, or says what cannot be one. */
export function tokensOf(source: string): readonly Token[] | ExpressionFault {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(source);
  };
  while (at < source.length) {
    const space = match(patterns.space);
    if (space !== null) {
      at += space[0].length;
      continue;
    }
    const number = match(patterns.number);
    if (number !== null) {
      const unit = number[2] ?? '';
      const isWord = words.has(unit);
      tokens.push({ kind: 'number', value: Number(number[1]), unit: isWord ? '' : unit, at });
      at += isWord ? number[1]!.length : number[0].trimEnd().length;
      continue;
    }
    const name = match(patterns.name);
    if (name !== null) {
      tokens.push({ kind: 'name', text: name[0], at });
      at += name[0].length;
      continue;
    }
    const text = match(patterns.text);
    if (text !== null) {
      tokens.push({ kind: 'text', text: text[1]!, at });
      at += text[0].length;
      continue;
    }
    const sign = match(patterns.sign);
    if (sign === null) return strange(source, at);
    tokens.push({ kind: 'sign', text: sign[0], at });
    at += sign[0].length;
  }
  tokens.push({ kind: 'end', at: source.length });
  return tokens;
}

function strange(source: string, at: number): ExpressionFault {
  if (source[at] === '"') return { at, message: 'expected a text in quotes to end, got none that does', hint: null };
  const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
  const hints: Readonly<Record<string, string>> = { '&': 'write and', '|': 'write or', '%': 'a % follows a number' };
  const shown = /\p{Cc}/u.test(character) ? 'a control character' : `"${character}"`;
  return { at, message: `expected a metric, a number or an operator, got ${shown}`, hint: hints[character] ?? null };
}

/** A piece as messages name it. */
export function tokenText(token: Token): string {
  switch (token.kind) {
    case 'end':
      return 'the end';
    case 'number':
      return `"${token.value}${token.unit}"`;
    case 'text':
      return `the text "${token.text}"`;
    case 'name':
    case 'sign':
      return `"${token.text}"`;
  }
}
