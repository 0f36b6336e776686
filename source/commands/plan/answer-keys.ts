import { nearestName } from '../../config/nearest.js';
import { isObject } from '../../model/plain-object.js';
import type { StepAction } from '../../plan/step-action.js';
import { resultJsonSchemas } from '../../report/result-json-schema.js';
import type { Command } from '../invocation.js';

type Schema = { readonly [key: string]: unknown };

/** What the answers of one step may look like. */
export type AnswerShape = readonly Schema[];

/** What is wrong with a key of an answer, as the end of a sentence, and what may have been meant. */
export type KeyFault = { readonly got: string; readonly hint: string };

/** Longest way into an answer that is looked for and suggested. */
const deepest = 6;

let schemas: ReturnType<typeof resultJsonSchemas> | null = null;

/** The shapes that the answer of a step may have; null where it gives none, or one of the user's own making. */
export function answerShapeOf(action: StepAction, command: Command): AnswerShape | null {
  schemas ??= resultJsonSchemas();
  const of = (...names: readonly (keyof NonNullable<typeof schemas>)[]): AnswerShape =>
    names.map((name) => schemas?.[name] as Schema);
  switch (action) {
    case 'run':
      return of('run-result');
    case 'discover':
      return of('config' in command && command.config.discovery.axis === 'work' ? 'work-result' : 'discovery-result');
    case 'bench':
      return of('bench-result', 'suite-result');
    case 'jobs':
      return of('jobs-result');
    case 'monitor':
    case 'baseline':
    case 'cool-down':
      return of('monitor-result');
    case 'compare':
      return of('comparison');
    case 'report':
    case 'export':
      return null;
  }
}

/** Whether a path can lead to a number (or to any plain value) of an answer; null: it can. */
export function keyFault(shape: AnswerShape, path: readonly string[], wanted: 'number' | 'plain'): KeyFault | null {
  const found = shape.flatMap((schema) => under(schema, path));
  if (found.some((leaf) => canBe(leaf, wanted))) return null;
  const given = path.join('.');
  const known = shape.flatMap((schema) => leavesOf(schema, wanted, deepest));
  // What begins in the same way comes first: of an answer of a hundred numbers most have little to do with it.
  const longer = known.find((key) => key.startsWith(given));
  const nearest = longer ?? nearestName(given, known) ?? nearestName(given, known.map(lastOf));
  const meant = known.find((key) => key === nearest || lastOf(key) === nearest);
  const hint = meant === undefined ? `such as ${known.slice(0, 6).join(', ')}` : `did you mean ${meant}?`;
  return { got: found.length === 0 ? `"${given}"` : `"${given}", which is none`, hint };
}

const lastOf = (key: string): string => key.split('.').at(-1) ?? key;

/** All that may stand at a path. */
function under(schema: Schema, path: readonly string[]): readonly Schema[] {
  const [key, ...rest] = path;
  if (key === undefined) return [schema];
  return alternatives(schema).flatMap((one) => childrenOf(one, key).flatMap((child) => under(child, rest)));
}

function childrenOf({ additionalProperties, items, properties }: Schema, key: string): readonly Schema[] {
  if (isObject(properties) && Object.hasOwn(properties, key)) return [properties[key] as Schema];
  if (/^\d{1,6}$/.test(key)) {
    if (Array.isArray(items)) return items[Number(key)] === undefined ? [] : [items[Number(key)]];
    if (isObject(items)) return [items];
  }
  return isObject(additionalProperties) ? [additionalProperties] : [];
}

function alternatives(schema: Schema): readonly Schema[] {
  const parts = [schema.anyOf, schema.oneOf, schema.allOf].filter(Array.isArray).flat() as Schema[];
  return parts.length === 0 ? [schema] : parts.flatMap(alternatives);
}

function canBe(schema: Schema, wanted: 'number' | 'plain'): boolean {
  return alternatives(schema).some(({ const: fixed, enum: values, type }) => {
    const types = [type].flat();
    if (types.includes('number') || types.includes('integer') || typeof fixed === 'number') return true;
    const isPlain =
      types.includes('string') || types.includes('boolean') || fixed !== undefined || values !== undefined;
    // A schema that says nothing allows anything.
    return (wanted === 'plain' && isPlain) || Object.keys(schema).length === 0;
  });
}

/** Every path to such a value; of a list, its first. */
function leavesOf(schema: Schema, wanted: 'number' | 'plain', depth: number): readonly string[] {
  if (depth === 0) return [];
  return alternatives(schema).flatMap(({ items, properties }) => {
    const children: readonly (readonly [string, Schema])[] = isObject(properties)
      ? (Object.entries(properties) as [string, Schema][])
      : Array.isArray(items)
        ? items.map((item, index) => [String(index), item] as const)
        : isObject(items)
          ? [['0', items]]
          : [];
    return children.flatMap(([key, child]) => [
      ...(canBe(child, wanted) ? [key] : []),
      ...leavesOf(child, wanted, depth - 1).map((rest) => `${key}.${rest}`),
    ]);
  });
}
