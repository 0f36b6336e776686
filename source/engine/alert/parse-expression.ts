import { suggestion } from '../../config/nearest.js';
import { PlimsollError } from '../../model/error.js';
import type { BinaryOperator, Expression, ExpressionFault, ExpressionReading, LabelMatcher } from './expression.js';
import { functionNames, functionOf, isFunctionName } from './functions.js';
import { appPrefix, metricNames, metricOf } from './metric-table.js';
import { longestExpression, type Token, tokensOf, tokenText } from './tokens.js';
import { quantityOf, writtenUnits } from './units.js';
import { hasWindowed, withWindow } from './with-window.js';

/** Left binding powers: what binds tighter has more. `over` binds a comparison, and not what `and` joins it with. */
const powers: Readonly<Record<string, number>> = {
  or: 10,
  and: 20,
  over: 25,
  '>': 30,
  '>=': 30,
  '<': 30,
  '<=': 30,
  '==': 30,
  '!=': 30,
  '+': 40,
  '-': 40,
  '*': 50,
  '/': 50,
};
const notPower = 22;
const signPower = 60;
/** Deepest nesting: far beyond what anybody writes, and far below where the stack ends. */
const deepest = 50;
const longestWindowMs = 3_600_000;

/** Reads an expression into a tree, by binding powers (Vaughan Pratt, "Top down operator precedence"). */
export function parseExpression(source: string): ExpressionReading<Expression> {
  if (source.length > longestExpression) {
    const message = `expected an expression of at most ${longestExpression} characters, got ${source.length}`;
    return { kind: 'fault', fault: { at: 0, message, hint: null } };
  }
  const tokens = tokensOf(source);
  if ('message' in tokens) return { kind: 'fault', fault: tokens };
  const parser = createParser(tokens);
  try {
    return { kind: 'ok', value: parser.whole() };
  } catch (error) {
    const fault = parser.fault();
    if (fault === null) throw error;
    return { kind: 'fault', fault };
  }
}

type Parser = { readonly whole: () => Expression; readonly fault: () => ExpressionFault | null };

function createParser(tokens: readonly Token[]): Parser {
  let fault: ExpressionFault | null = null;
  let next = 0;
  let depth = 0;

  /** Thrown and caught within this file alone: a parser that returns faults from every depth is hard to read. */
  const fail = (at: number, message: string, hint: string | null = null): PlimsollError => {
    fault = { at, message, hint };
    return new PlimsollError('bad-expression', message);
  };
  const peek = (): Token => tokens[next] ?? tokens.at(-1)!;
  const take = (): Token => {
    const token = peek();
    next += 1;
    return token;
  };
  const isSign = (text: string): boolean => {
    const token = peek();
    return token.kind === 'sign' && token.text === text;
  };
  const skip = (text: string): boolean => {
    if (!isSign(text)) return false;
    next += 1;
    return true;
  };
  const expect = (text: string, why: string): void => {
    if (!skip(text)) throw fail(peek().at, `expected "${text}" ${why}, got ${tokenText(peek())}`);
  };
  const operatorOf = (token: Token): string | null => {
    if (token.kind === 'sign' || token.kind === 'name') return Object.hasOwn(powers, token.text) ? token.text : null;
    return null;
  };

  const expression = (least: number): Expression => {
    if (++depth > deepest) throw fail(peek().at, `expected at most ${deepest} levels of nesting, got more`);
    let left = operand();
    for (;;) {
      const token = peek();
      const operator = operatorOf(token);
      if (operator === null || powers[operator]! < least) break;
      next += 1;
      left = operator === 'over' ? windowed(left, token.at) : joined(left, operator as BinaryOperator, token.at);
    }
    depth -= 1;
    return left;
  };

  const joined = (left: Expression, operator: BinaryOperator, at: number): Expression => {
    const power = powers[operator]!;
    const right = expression(power + 1);
    if (power === 30 && left.kind === 'binary' && powers[left.operator] === 30) {
      throw fail(at, 'expected one comparison, got a chain of them', 'join two comparisons with and');
    }
    return { kind: 'binary', operator, left, right, at: left.at };
  };

  const windowed = (left: Expression, at: number): Expression => {
    const windowMs = duration();
    if (!hasWindowed(left)) {
      const windows = functionNames.filter((name) => functionOf(name).windowMs !== null && name !== 'no_data');
      const hint = `over goes with ${windows.join(', ')}; how long a condition must hold is the key "for"`;
      throw fail(at, 'expected a function with a window before over, got none', hint);
    }
    return withWindow(left, windowMs);
  };

  const duration = (): number => {
    const token = take();
    const quantity = token.kind === 'number' ? quantityOf(token.value, token.unit) : null;
    if (quantity === null || quantity.unit !== 'ms') {
      throw fail(token.at, `expected a time such as 30s or 2m, got ${tokenText(token)}`);
    }
    if (quantity.value < 1000 || quantity.value > longestWindowMs) {
      throw fail(token.at, `expected a time of 1s to 1h, got ${tokenText(token)}`);
    }
    return quantity.value;
  };

  const operand = (): Expression => {
    const token = take();
    switch (token.kind) {
      case 'number': {
        const quantity = quantityOf(token.value, token.unit);
        if (quantity === null) {
          const hint = suggestion(token.unit, writtenUnits);
          throw fail(token.at, `expected a unit after ${token.value}, got "${token.unit}"`, hint);
        }
        return { kind: 'number', ...quantity, at: token.at };
      }
      case 'name':
        return named(token.text, token.at);
      case 'sign': {
        if (token.text === '(') {
          const inner = expression(0);
          expect(')', 'to close the parenthesis');
          return inner;
        }
        if (token.text === '-') return { kind: 'unary', operator: '-', of: expression(signPower), at: token.at };
        break;
      }
      case 'text':
      case 'end':
        break;
    }
    throw fail(token.at, `expected a metric, a number or a function, got ${tokenText(token)}`);
  };

  const named = (name: string, at: number): Expression => {
    if (name === 'not') return { kind: 'unary', operator: 'not', of: expression(notPower), at };
    if (isSign('(')) {
      if (isFunctionName(name)) return name === 'p' ? percentileCall(at) : call(name, at);
      throw fail(at, `expected a function, got "${name}"`, suggestion(name, functionNames));
    }
    // What streams carry may have any name: app["queue depth"].
    const given = name === 'app' && skip('[') ? appPrefix + quotedName() : name;
    const metric = metricOf(given);
    if (metric === null) {
      const isFunction = isFunctionName(name);
      const hint = isFunction ? `write ${functionOf(name).usage}` : suggestion(name, [...metricNames, 'app.NAME']);
      throw fail(at, `expected a metric, got ${isFunction ? 'the function ' : ''}"${name}"`, hint);
    }
    return { kind: 'metric', metric, matchers: isSign('{') ? matchers() : [], at };
  };

  const quotedName = (): string => {
    const token = take();
    if (token.kind !== 'text' || token.text === '') {
      throw fail(token.at, `expected a name in quotes, as in app["queue depth"], got ${tokenText(token)}`);
    }
    expect(']', 'after the name');
    return token.text;
  };

  const percentileCall = (at: number): Expression => {
    take();
    const token = take();
    if (token.kind !== 'number' || token.unit !== '' || token.value <= 0 || token.value > 100) {
      const hint = `write ${functionOf('p').usage}`;
      throw fail(token.at, `expected a percentile above 0 and up to 100, got ${tokenText(token)}`, hint);
    }
    if (skip(',')) {
      const inner = expression(0);
      expect(')', 'after what p looks at');
      return { kind: 'call', name: 'p', percentile: token.value, args: [inner], windowMs: null, at };
    }
    expect(')', 'after the percentile');
    return { kind: 'call', name: 'p', percentile: token.value, args: [expression(signPower)], windowMs: null, at };
  };

  const call = (name: Exclude<(typeof functionNames)[number], 'p'>, at: number): Expression => {
    take();
    if (name === 'no_data') return noData(at);
    const inner = expression(0);
    if (isSign(','))
      throw fail(peek().at, `expected one thing in ${name}(), got more`, `write ${functionOf(name).usage}`);
    expect(')', `after what ${name} looks at`);
    return { kind: 'call', name, percentile: null, args: [inner], windowMs: null, at };
  };

  const noData = (at: number): Expression => {
    const args: Expression[] = [];
    if (peek().kind === 'name') {
      args.push(expression(0));
      expect(',', 'between what no_data waits for and how long');
    }
    const windowMs = duration();
    expect(')', 'after the time');
    return { kind: 'call', name: 'no_data', percentile: null, args, windowMs, at };
  };

  const matchers = (): readonly LabelMatcher[] => {
    const found: LabelMatcher[] = [];
    take();
    while (!isSign('}')) {
      const label = take();
      if (label.kind !== 'name') throw fail(label.at, `expected a label such as host, got ${tokenText(label)}`);
      const isEqual = skip('=') || skip('==');
      if (!isEqual && !skip('!=')) throw fail(peek().at, `expected = or != after a label, got ${tokenText(peek())}`);
      const glob = take();
      if (glob.kind !== 'text') throw fail(glob.at, `expected a text in quotes, got ${tokenText(glob)}`);
      found.push({ label: label.text, isEqual, glob: glob.text });
      if (!skip(',') && !isSign('}')) throw fail(peek().at, `expected , or } after a label, got ${tokenText(peek())}`);
    }
    take();
    return found;
  };

  return {
    fault: () => fault,
    whole() {
      if (peek().kind === 'end') throw fail(0, 'expected an expression such as cpu.used > 90, got nothing');
      const whole = expression(0);
      const rest = peek();
      if (rest.kind === 'end') return whole;
      if (rest.kind === 'name' && rest.text === 'for') {
        throw fail(
          rest.at,
          'expected the end, got "for"',
          'how long a condition must hold is the rule\'s own key: "for": "30s"',
        );
      }
      const hint = rest.kind === 'sign' && rest.text === '=' ? 'write == to compare' : null;
      throw fail(rest.at, `expected an operator or the end, got ${tokenText(rest)}`, hint);
    },
  };
}
