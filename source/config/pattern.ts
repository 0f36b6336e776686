import { faulty, good, type Reading } from './reading.js';

/** One text that a pattern stands for, and what was put in the place of its parts. */
export type Expansion = { readonly text: string; readonly parts: readonly string[] };

/** Texts that one pattern may stand for. */
const most = 1000;

/** `[1-20]`, with the zeros of `[01-20]`, or `{a,b}`. An IPv6 address in brackets has colons, and is none. */
const part = /\[(\d{1,6})-(\d{1,6})\]|\{([^{}]*)\}/;

/** Whether a text has a part that stands for several. */
export function isPattern(text: string): boolean {
  return part.test(text);
}

/** Every text that a pattern stands for, in order, the last part running fastest; a text without one stands for itself. */
export function expandPattern(text: string): Reading<readonly Expansion[]> {
  const match = part.exec(text);
  if (match === null) return good([{ text, parts: [] }]);
  const [whole, from, to, list] = match;
  const values = list === undefined ? rangeOf(from!, to!) : list.split(',').map((value) => value.trim());
  if (values === null) return faulty(`expected a range that rises and is at most ${most} long, got ${whole}`);
  const rest = expandPattern(text.slice(match.index + whole.length));
  if (rest.kind === 'faulty') return rest;
  if (values.length * rest.value.length > most)
    return faulty(`expected a pattern for at most ${most} servers, got more`);
  const before = text.slice(0, match.index);
  return good(
    values.flatMap((value) =>
      rest.value.map((tail) => ({ text: `${before}${value}${tail.text}`, parts: [value, ...tail.parts] })),
    ),
  );
}

function rangeOf(from: string, to: string): readonly string[] | null {
  const first = Number(from);
  const count = Number(to) - first + 1;
  if (count < 1 || count > most) return null;
  const width = from.startsWith('0') ? from.length : 0;
  return Array.from({ length: count }, (_, index) => String(first + index).padStart(width, '0'));
}
