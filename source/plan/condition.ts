import { suggestion } from '../config/nearest.js';
import { quoted } from '../config/quote.js';
import { faulty, good, type Reading } from '../config/reading.js';
import { stepEndings } from './step-ending.js';

/** Words that a condition may ask of a step: how it ended, or that it was not begun. `failed` stands for several endings. */
const outcomeWords = [...stepEndings, 'failed', 'skipped', 'blocked'] as const;

type OutcomeWord = (typeof outcomeWords)[number];

const operators = ['<=', '>=', '==', '!=', '<', '>'] as const;

export type Operator = (typeof operators)[number];

/** When a step is begun, in terms of the steps before it. */
export type Condition =
  | { readonly kind: 'always' }
  | { readonly kind: 'not'; readonly of: Condition }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'outcome'; readonly step: string; readonly word: OutcomeWord }
  | {
      readonly kind: 'compare';
      readonly step: string;
      /** Keys into the answer of the step; a number is a place in a list. */
      readonly path: readonly string[];
      readonly operator: Operator;
      readonly value: number | string | boolean;
    };

type Token = { readonly kind: 'word' | 'number' | 'text' | 'sign'; readonly text: string };

const tokenPattern =
  /\s*(?:(?<word>[A-Za-z][\w-]*(?:\.[\w-]+)*)|(?<number>-?\d{1,15}(?:\.\d{1,9})?)|'(?<text>[^']*)'|(?<sign><=|>=|==|!=|[<>()]))/y;

const longest = 500;
const deepest = 20;

const example = 'such as "line.ok and line.result.estimatePerSecond >= 500"';

/** Reads a condition: `always`, or outcomes and answers of steps, joined by `and`, `or`, `not` and parentheses. */
export function readCondition(raw: unknown): Reading<Condition> {
  if (typeof raw !== 'string') return faulty(`expected a condition ${example}, got ${quoted(raw)}`);
  if (raw.length > longest) return faulty(`expected a condition of at most ${longest} characters, got ${raw.length}`);
  const tokens = tokensOf(raw);
  if (tokens === null) return faulty(`expected a condition ${example}, got ${quoted(raw)}`);
  return createReader(tokens).whole();
}

/** Every step that a condition speaks of, each once. */
export function stepsIn(condition: Condition): readonly string[] {
  switch (condition.kind) {
    case 'always':
      return [];
    case 'not':
      return stepsIn(condition.of);
    case 'and':
    case 'or':
      return [...new Set(condition.parts.flatMap(stepsIn))];
    case 'outcome':
    case 'compare':
      return [condition.step];
  }
}

/** Every comparison of a condition with a key of an answer. */
export function comparisonsIn(condition: Condition): readonly Extract<Condition, { readonly kind: 'compare' }>[] {
  switch (condition.kind) {
    case 'not':
      return comparisonsIn(condition.of);
    case 'and':
    case 'or':
      return condition.parts.flatMap(comparisonsIn);
    case 'compare':
      return [condition];
    case 'always':
    case 'outcome':
      return [];
  }
}

function tokensOf(text: string): readonly Token[] | null {
  const tokens: Token[] = [];
  tokenPattern.lastIndex = 0;
  while (text.slice(tokenPattern.lastIndex).trim() !== '') {
    const groups = tokenPattern.exec(text)?.groups;
    if (groups === undefined) return null;
    for (const kind of ['word', 'number', 'text', 'sign'] as const) {
      const found = groups[kind];
      if (found !== undefined) tokens.push({ kind, text: found });
    }
  }
  return tokens;
}

/** A parser by recursive descent: `or` binds weakest, then `and`, then `not`. */
function createReader(tokens: readonly Token[]) {
  let at = 0;
  const isNext = (text: string): boolean => tokens[at]?.kind !== 'text' && tokens[at]?.text === text;
  const got = (): string => (tokens[at] === undefined ? 'the end of the condition' : quoted(tokens[at]?.text));

  const joined = (
    word: 'and' | 'or',
    part: (depth: number) => Reading<Condition>,
    depth: number,
  ): Reading<Condition> => {
    const parts: Condition[] = [];
    do {
      if (parts.length > 0) at += 1;
      const reading = part(depth);
      if (reading.kind === 'faulty') return reading;
      parts.push(reading.value);
    } while (isNext(word));
    return good(parts.length === 1 ? parts[0]! : { kind: word, parts });
  };
  const either = (depth: number): Reading<Condition> => joined('or', both, depth);
  const both = (depth: number): Reading<Condition> => joined('and', single, depth);

  function single(depth: number): Reading<Condition> {
    if (depth > deepest) return faulty(`expected at most ${deepest} levels of nesting, got more`);
    if (isNext('not')) {
      at += 1;
      const reading = single(depth + 1);
      return reading.kind === 'faulty' ? reading : good({ kind: 'not', of: reading.value });
    }
    if (isNext('(')) {
      at += 1;
      const reading = either(depth + 1);
      if (reading.kind === 'faulty') return reading;
      if (!isNext(')')) return faulty(`expected a closing parenthesis, got ${got()}`);
      at += 1;
      return reading;
    }
    if (isNext('always')) {
      at += 1;
      return good({ kind: 'always' });
    }
    return ofStep();
  }

  function ofStep(): Reading<Condition> {
    const token = tokens[at];
    if (token?.kind !== 'word') return faulty(`expected a step and what is asked of it, got ${got()}`, example);
    const [step = '', word = '', ...path] = token.text.split('.');
    at += 1;
    if (word === 'result' && path.length > 0) return comparison(step, path);
    const known = outcomeWords.find((name) => name === word);
    if (known !== undefined && path.length === 0) return good({ kind: 'outcome', step, word: known });
    if (word === '') return faulty(`expected what is asked of ${quoted(step)} behind a dot, got none`, `${step}.ok`);
    return faulty(
      `expected an outcome of ${quoted(step)} or a key of its result, got ${quoted(token.text)}`,
      suggestion(word, [...outcomeWords, 'result.KEY']),
    );
  }

  function comparison(step: string, path: readonly string[]): Reading<Condition> {
    const operator = operators.find(isNext);
    if (operator === undefined)
      return faulty(`expected ${operators.join(', ')} behind a key of a result, got ${got()}`);
    at += 1;
    const token = tokens[at];
    const value = token === undefined ? null : plainValue(token);
    if (value === null) return faulty(`expected a number, 'a text', true or false, got ${got()}`);
    if (typeof value !== 'number' && operator !== '==' && operator !== '!=') {
      return faulty(`expected a number behind ${operator}, got ${got()}`);
    }
    at += 1;
    return good({ kind: 'compare', step, path, operator, value });
  }

  return {
    whole(): Reading<Condition> {
      const reading = either(0);
      if (reading.kind === 'ok' && at < tokens.length) return faulty(`expected and, or, or the end, got ${got()}`);
      return reading;
    },
  };
}

function plainValue({ kind, text }: Token): number | string | boolean | null {
  if (kind === 'number') return Number(text);
  if (kind === 'text') return text;
  return kind === 'word' && (text === 'true' || text === 'false') ? text === 'true' : null;
}
