/** A part of a page or of a picture. Texts and attributes are data: they are escaped when it is written, without exception. */
export type Markup = {
  readonly tag: string;
  readonly attributes: Attributes;
  readonly children: readonly Child[];
};

/** A null attribute is not written; a number is rounded to hundredths. */
type Attributes = Readonly<Record<string, string | number | null>>;

/** What an element may hold; null is nothing. */
export type Child = Markup | string | null;

/** Makes an element. `tag` and the names of attributes are code, never data. */
export function element(tag: string, attributes: Attributes = {}, ...children: readonly Child[]): Markup {
  return { tag, attributes, children };
}

/** HTML's elements without an end. */
const empty = new Set(['meta', 'br', 'hr', 'wbr']);

/** An element as text: well-formed both as HTML and, where its elements are those of SVG, as XML. */
export function markupText(node: Child): string {
  const parts: string[] = [];
  write(node, parts);
  return parts.join('');
}

function write(node: Child, parts: string[]): void {
  if (node === null) return;
  if (typeof node === 'string') {
    parts.push(escaped(node));
    return;
  }
  const { attributes, children, tag } = node;
  parts.push('<', tag);
  for (const name in attributes) {
    const value = attributes[name];
    if (value === null || value === undefined) continue;
    parts.push(' ', name, '="', typeof value === 'number' ? numberText(value) : escaped(value), '"');
  }
  parts.push('>');
  if (empty.has(tag)) return;
  for (const child of children) write(child, parts);
  parts.push('</', tag, '>');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text that means nothing but itself, in HTML and in XML: also what XML may not hold at all is replaced. */
function escaped(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .toWellFormed()
    .replace(/[&<>"']/g, (character) => entities[character]!);
}

/** A number as drawings have it: in hundredths, which are finer than any printer. */
export function numberText(value: number): string {
  return String(Math.round(value * 100) / 100);
}
