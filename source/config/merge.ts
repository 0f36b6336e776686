import { isObject } from '../model/plain-object.js';
import { optionOf } from './options.js';
import type { Origin } from './origin.js';
import { shapeNames } from './shape-options.js';

/** What one source says, as parsed from its text and not yet read: sections and keys of the config file. */
export type RawLayer = { readonly origin: Origin; readonly content: Readonly<Record<string, unknown>> };

/** All layers as one content, and where each value of it was said. */
export type Merged = {
  readonly content: Readonly<Record<string, unknown>>;
  /** Who said what stands at a path, or the object around it where nothing does; null for what nobody said. */
  readonly originAt: (path: readonly string[]) => Origin | null;
  /** Every value that is no object, with its path and who said it, in the order of keys as they came. */
  readonly leaves: readonly Leaf[];
};

/** What becomes of what null deletes: nothing, or nulls in its place. */
type Deleted = 'gone' | 'null';

type Leaf = { readonly path: readonly string[]; readonly value: unknown; readonly origin: Origin };

// Maps hold keys as they are: `__proto__` is one like any other, and reaches nothing.
type Tree = Map<string, Node>;
type Node =
  | { readonly kind: 'object'; readonly keys: Tree; readonly origin: Origin }
  | { readonly kind: 'value'; readonly value: unknown; readonly origin: Origin };

const shapeKeys: readonly string[] = shapeNames.map((name) => optionOf(name).path?.at(-1) ?? name);

/** Header fields that say who sends. */
const credential = /authorization|cookie|token|secret|password|api-?key|credential/i;

/**
 * Lays sources over each other, the lowest first: objects merge, lists and everything else replace, null deletes. What is one
 * choice is replaced as a whole: the shape of a load, who sends its requests, each channel and
 * each receiver. Credentials go with the URL that they were
 * given for: where another source names another URL, those of lower ones stay behind. Nothing given is changed. What null
 * deleted may stay as nulls, so that the whole deletes it from whatever it is laid over again.
 */
export function mergeLayers(layers: readonly RawLayer[], deleted: Deleted = 'gone'): Merged {
  const root: Tree = new Map();
  for (const { content, origin } of layers) {
    leaveChoices(root, content, origin);
    lay(root, content, origin, [], deleted);
  }
  return { content: plain(root), originAt: (path) => originIn(root, path), leaves: [...leavesOf(root, [])] };
}

/** Content without what null deletes: what one file says by itself. */
export function withoutNulls(content: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return plain(laid(content, nobody));
}

const nobody: Origin = { kind: 'file', name: '', environment: null };

function laid(content: Readonly<Record<string, unknown>>, origin: Origin): Tree {
  const tree: Tree = new Map();
  lay(tree, content, origin, [], 'gone');
  return tree;
}

function lay(
  below: Tree,
  content: Readonly<Record<string, unknown>>,
  origin: Origin,
  path: readonly string[],
  deleted: Deleted,
): void {
  for (const [key, value] of Object.entries(content)) {
    const at = [...path, key];
    // The names of header fields are the same in any case.
    if (path.join('.') === 'target.headers') deleteField(below, key);
    if (value === null) {
      const present = below.get(key);
      if (deleted === 'gone') below.delete(key);
      else below.set(key, present === undefined ? { kind: 'value', value: null, origin } : nulled(present, origin));
    } else if (isObject(value)) {
      const present = below.get(key);
      const keys = present?.kind === 'object' && !isOneChoice(at) ? present.keys : new Map();
      lay(keys, value, origin, at, deleted);
      below.set(key, { kind: 'object', keys, origin });
    } else {
      below.set(key, { kind: 'value', value, origin });
    }
  }
}

function nulled(node: Node, origin: Origin): Node {
  if (node.kind === 'value') return { kind: 'value', value: null, origin };
  return { kind: 'object', keys: new Map([...node.keys].map(([key, held]) => [key, nulled(held, origin)])), origin };
}

/** Who sends, and how a channel or a receiver is reached: a secret of one layer must not go to the place that another names. */
function isOneChoice(path: readonly string[]): boolean {
  return path.join('.') === 'target.auth' || (path.length === 2 && (path[0] === 'channels' || path[0] === 'publish'));
}

function deleteField(fields: Tree, name: string): void {
  for (const key of fields.keys()) if (key.toLowerCase() === name.toLowerCase()) fields.delete(key);
}

/** Takes away what a source's own choice stands in place of. */
function leaveChoices(root: Tree, content: Readonly<Record<string, unknown>>, origin: Origin): void {
  const load = isObject(content.load) ? content.load : {};
  const given = shapeKeys.filter((key) => (load[key] ?? null) !== null);
  if (given.length > 0) for (const key of shapeKeys) branch(root, 'load')?.delete(key);
  const target = branch(root, 'target');
  const isNewUrl = isObject(content.target) && typeof content.target.url === 'string';
  // Whoever sets a variable sits at the same keyboard as whoever starts the program.
  if (target === null || !isNewUrl || origin.kind === 'variable') return;
  const isOther = (node: Node | undefined): boolean => node !== undefined && node.origin.name !== origin.name;
  if (isOther(target.get('auth'))) target.delete('auth');
  const headers = target.get('headers');
  if (headers?.kind === 'object') {
    for (const [name, node] of headers.keys) if (credential.test(name) && isOther(node)) headers.keys.delete(name);
  } else if (isOther(headers) && Array.isArray(headers?.value)) {
    const kept = headers.value.filter((field) => !credential.test(String(field).split(':')[0]!));
    target.set('headers', { ...headers, value: kept });
  }
}

function branch(tree: Tree, key: string): Tree | null {
  const node = tree.get(key);
  return node?.kind === 'object' ? node.keys : null;
}

function plain(tree: Tree): Record<string, unknown> {
  const object: Record<string, unknown> = Object.create(null);
  for (const [key, node] of tree) object[key] = node.kind === 'object' ? plain(node.keys) : node.value;
  return object;
}

function originIn(tree: Tree, path: readonly string[]): Origin | null {
  let found: Origin | null = null;
  let at: Tree | null = tree;
  for (const key of path) {
    const node: Node | undefined = at?.get(key);
    if (node === undefined) break;
    found = node.origin;
    at = node.kind === 'object' ? node.keys : null;
  }
  return found;
}

function* leavesOf(tree: Tree, path: readonly string[]): Generator<Leaf> {
  for (const [key, node] of tree) {
    const at = [...path, key];
    if (node.kind === 'object') yield* leavesOf(node.keys, at);
    else yield { path: at, value: node.value, origin: node.origin };
  }
}
