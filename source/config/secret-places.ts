import { applyEdits, modify, type Node, parseTree } from 'jsonc-parser';
import { isObject } from '../model/plain-object.js';
import { isSealed } from './sealed-text.js';

/** Where a value stands in a config file: keys and indexes from its root. */
export type Place = readonly (string | number)[];

const indent = { insertSpaces: true, tabSize: 2 } as const;

/** Where secrets are kept, each part of a key as it may be written. */
const secretKeys: readonly RegExp[] = [
  /^target\.auth\.(?:bearer|basic\.password)$/,
  /^(?:hosts|servers)\[\d{1,4}\]\.auth\.(?:bearer|basic\.password)$/,
  /^publish\.metrics-token$/,
  /^(?:streams\[\d{1,4}\]|publish\.(?:otlp|remote-write|influx))\.headers\.[\w!#$%&'*+^`|~-]{1,100}$/,
  /^channels\.[A-Za-z][\w-]{0,63}\.(?:url|hmac|password)$/,
];

/** Takes a key such as `target.auth.bearer` or `hosts[0].auth.basic.password` apart; null where no secret is kept there. */
export function secretPlace(key: string): Place | null {
  const [, environment, rest = ''] = /^(?:environments\.([A-Za-z0-9][A-Za-z0-9_-]{0,63})\.)?(.*)$/s.exec(key) ?? [];
  if (!secretKeys.some((form) => form.test(rest))) return null;
  const place = rest.split('.').flatMap((part) => {
    const [, list, index] = /^(\w+)\[(\d+)\]$/.exec(part) ?? [];
    return list === undefined ? [part] : [list, Number(index)];
  });
  return [...(environment === undefined ? [] : ['environments', environment]), ...place];
}

/** Every encrypted secret of a config file's text, and where it stands. */
export function sealedPlaces(text: string): readonly { readonly place: Place; readonly text: string }[] {
  const tree = parseTree(text, [], { allowTrailingComma: true });
  return tree === undefined ? [] : [...sealedIn(tree, [])];
}

/** The text with another value at a place, comments and all else as they were. */
export function withValue(text: string, place: Place, value: string): string {
  return applyEdits(text, modify(text, [...place], value, { formattingOptions: indent }));
}

/** The value at a place of a config's content; undefined where there is none. */
export function valueAt(content: unknown, place: Place): unknown {
  let at = content;
  for (const key of place) {
    if (Array.isArray(at) && typeof key === 'number') at = at[key];
    else at = isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined;
  }
  return at;
}

function* sealedIn(node: Node, place: Place): Generator<{ readonly place: Place; readonly text: string }> {
  if (node.type === 'string') {
    const text = String(node.value);
    if (isSealed(text)) yield { place, text };
  } else if (node.type === 'array') {
    for (const [index, child] of (node.children ?? []).entries()) yield* sealedIn(child, [...place, index]);
  } else if (node.type === 'object') {
    for (const { children = [] } of node.children ?? []) {
      const [key, child] = children;
      if (key !== undefined && child !== undefined) yield* sealedIn(child, [...place, String(key.value)]);
    }
  }
}
