import { createScanner, type Node, type ParseError, parseTree } from 'jsonc-parser';
import type { Problem } from '../model/problem.js';
import { formatPath } from './problems.js';
import { quoted } from './quote.js';

/** JSON text read, or everything that is wrong with it. */
export type JsonReading =
  | { readonly kind: 'ok'; readonly value: unknown }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

const longestText = 1_048_576;
const deepest = 16;
/** Keys that reach an object's prototype. None is a key of any config. */
const prototypeKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** The scanner's token numbers: its own enum is `const` and ambient, which modules compiled one by one cannot read. */
const tokens = { openBrace: 1, closeBrace: 2, openBracket: 3, closeBracket: 4, endOfFile: 17 } as const;

/** By the parser's error number. */
const syntaxMessages: readonly string[] = [
  '',
  'expected a value, got something that is none',
  'expected a number, got a malformed one',
  'expected a key in double quotes',
  'expected a value',
  'expected a colon after the key',
  'expected a comma',
  'expected a closing }',
  'expected a closing ]',
  'expected the end of the file',
  'expected no comment here',
  'expected the end of a comment: */',
  'expected the end of a text: "',
  'expected the end of a number',
  'expected a unicode escape of four hexadecimal digits',
  'expected a known escape after \\',
  'expected no control character in a text',
];

/**
 * Reads JSON with comments and trailing commas. Objects come without a prototype. Keys given twice and keys that reach a
 * prototype are refused; so is text over 1 MiB or nested deeper than any config is.
 */
export function readJsonText(text: string): JsonReading {
  if (text.length > longestText) return refused('file', `expected at most 1 MiB, got ${text.length} characters`);
  const content = text.startsWith('\ufeff') ? text.slice(1) : text;
  if (content.trim() === '') return refused('file', 'expected a config, got an empty file', 'it may be as short as {}');
  const tooDeep = offsetOfDepth(content, deepest);
  if (tooDeep !== null) return refused(position(content, tooDeep), `expected at most ${deepest} levels of nesting`);
  const errors: ParseError[] = [];
  const tree = parseTree(content, errors, { allowTrailingComma: true, disallowComments: false });
  if (errors.length > 0 || tree === undefined) {
    const problems = errors.map(({ error, offset }) => ({
      path: position(content, offset),
      message: syntaxMessages[error] || 'expected JSON',
      hint: null,
    }));
    // One slip makes a parser stumble several times: what follows the first few says nothing new.
    return problems.length > 0
      ? { kind: 'problems', problems: problems.slice(0, 5) }
      : refused('file', 'expected a config, got only comments');
  }
  const problems: Problem[] = [];
  const value = plainValue(tree, [], problems);
  return problems.length > 0 ? { kind: 'problems', problems } : { kind: 'ok', value };
}

function refused(path: string, message: string, hint: string | null = null): JsonReading {
  return { kind: 'problems', problems: [{ path, message, hint }] };
}

function plainValue(node: Node, path: readonly (string | number)[], problems: Problem[]): unknown {
  if (node.type === 'array') {
    return (node.children ?? []).map((child, index) => plainValue(child, [...path, index], problems));
  }
  if (node.type !== 'object') return node.value;
  const object: Record<string, unknown> = Object.create(null);
  for (const property of node.children ?? []) {
    const [keyNode, child] = property.children ?? [];
    if (keyNode === undefined || child === undefined) continue;
    const key = String(keyNode.value);
    if (prototypeKeys.has(key)) {
      problems.push({ path: formatPath([...path, key]), message: `expected no key ${quoted(key)}`, hint: null });
    } else if (key in object) {
      problems.push({
        path: formatPath([...path, key]),
        message: 'expected the key once, got it twice',
        hint: 'remove one of the two',
      });
    } else {
      object[key] = plainValue(child, [...path, key], problems);
    }
  }
  return object;
}

/** Where text is nested deeper than `depth`, or null. The parser recurses: this keeps it from running out of stack. */
function offsetOfDepth(text: string, depth: number): number | null {
  const scanner = createScanner(text, true);
  let open = 0;
  for (let token: number = scanner.scan(); token !== tokens.endOfFile; token = scanner.scan()) {
    if (token === tokens.openBrace || token === tokens.openBracket) open++;
    if (token === tokens.closeBrace || token === tokens.closeBracket) open--;
    if (open > depth) return scanner.getTokenOffset();
  }
  return null;
}

function position(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}
