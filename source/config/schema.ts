import { z } from 'zod';
import { isObject } from '../model/plain-object.js';
import { environmentForm, environmentName } from './environment-name.js';
import { kinds } from './kinds.js';
import type { Option } from './option.js';
import { optionNames, optionOf } from './options.js';
import { good, type Reading } from './reading.js';
import { faultsOf, type Layer } from './settings.js';
import { newestVersion } from './versions.js';

const sectionHelp: Readonly<Record<string, string>> = {
  target: 'What load is sent to.',
  load: 'How load is sent.',
  discovery: 'How the load line is searched for.',
  bench: 'What a bench measures.',
  jobs: 'Which datasets are trained on, and how.',
  monitor: 'How servers and streams are only watched.',
  screen: 'How the screen looks, and what its keys are.',
  sessions: 'Where sessions are kept.',
  publish: 'Where metrics go.',
  log: "The program's own log.",
};

/** The whole config file, built from the table of options: each key once, unknown keys refused at every level. */
export const fileSchema = fileSchemaOf();

function fileSchemaOf() {
  const root: Record<string, z.ZodType> = {
    $schema: z.string().optional().describe('Where editors find the schema of this file.'),
  };
  const sections = new Map<string, Record<string, z.ZodType>>();
  for (const name of optionNames) {
    const option = optionOf(name);
    if (option.path === null) continue;
    const [first, second] = option.path;
    const value = kinds[option.kind].optional().meta({ ...kinds[option.kind].meta(), ...described(option) });
    if (second === undefined) {
      root[first] = value;
      continue;
    }
    const section = sections.get(first) ?? {};
    section[second] = value;
    sections.set(first, section);
  }
  for (const [name, keys] of sections) {
    root[name] = z.strictObject(keys).optional().meta({ description: sectionHelp[name] });
  }
  const { $schema, ...said } = root;
  return z
    .strictObject({
      ...root,
      version: z
        .literal(newestVersion)
        .optional()
        .meta({ description: 'Version of the form of this file; an older one is read as what it meant.' }),
      environments: z
        .record(
          z.string().regex(environmentName, `expected the name of an environment: ${environmentForm}`),
          z.strictObject(said),
        )
        .optional()
        .meta({
          description: 'What differs where `--env` names one of these: keys as in the file itself, laid over it.',
          examples: [{ staging: { target: { url: 'https://staging.example.org/' } } }],
        }),
    })
    .meta({ title: 'plimsoll', description: 'What plimsoll loads, watches and promises.' });
}

function described(option: Option): { readonly description: string; readonly default?: string | number } {
  if (option.default === null) return { description: option.help };
  const plain = /^\d+$/.test(option.default) ? Number(option.default) : option.default;
  return { description: option.help, default: plain };
}

type JsonSchema = z.core.JSONSchema.BaseSchema;

/**
 * The JSON Schema of the config file, as editors read it: draft 7, the newest that all of them know in full. Every key may be
 * null too, which deletes what a layer below says.
 */
export function configJsonSchema() {
  const schema = plainJsonSchema();
  const { environments, $schema: _, ...said } = schema.properties ?? {};
  for (const [name, held] of Object.entries(said)) {
    if (!isSchema(held)) continue;
    if (Object.hasOwn(sectionHelp, name)) {
      for (const [key, value] of Object.entries(held.properties ?? {})) {
        if (isSchema(value)) held.properties![key] = orNull(value);
      }
    } else said[name] = orNull(held);
  }
  const properties = Object.fromEntries(Object.keys(said).map((name) => [name, { $ref: `#/properties/${name}` }]));
  if (isSchema(environments)) {
    environments.additionalProperties = { type: 'object', properties, additionalProperties: false };
  }
  return { ...schema, properties: { ...schema.properties, ...said, ...(environments && { environments }) } };
}

function isSchema(value: unknown): value is JsonSchema {
  return isObject(value);
}

function orNull({ description, default: standard, examples, ...form }: JsonSchema): JsonSchema {
  return {
    ...(description === undefined ? {} : { description }),
    ...(standard === undefined ? {} : { default: standard }),
    ...(examples === undefined ? {} : { examples }),
    anyOf: [form, { type: 'null' }],
  };
}

function plainJsonSchema(): JsonSchema {
  return z.toJSONSchema(fileSchema, {
    io: 'input',
    target: 'draft-7',
    // Zod leaves defaults and examples out where a value is transformed; here they are what a user would write.
    override({ zodSchema, jsonSchema }) {
      const { default: standard, examples, orText } = z.globalRegistry.get(zodSchema) ?? {};
      if (standard !== undefined) jsonSchema.default = standard;
      if (Array.isArray(examples)) jsonSchema.examples = examples;
      if (orText === true) {
        const { orText: _mark, ...own } = jsonSchema;
        for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
        jsonSchema.anyOf = [own, { type: 'string' }];
      }
    },
  });
}

/** Reads a config file's content, already parsed from its text, into a layer; all faults at once. */
export function readFile(content: unknown): Reading<Layer> {
  const parsed = fileSchema.safeParse(content, { reportInput: true });
  if (!parsed.success) return { kind: 'faulty', faults: faultsOf(parsed.error.issues, knownKeys) };
  const layer: Record<string, unknown> = {};
  for (const name of optionNames) {
    const { path } = optionOf(name);
    if (path === null) continue;
    const value = path.reduce<unknown>((held, key) => (isObject(held) ? held[key] : undefined), parsed.data);
    if (value !== undefined) layer[name] = value;
  }
  // Each value was read by the schema of its own option, which is what the type says.
  return good(layer as Layer);
}

/** The keys of the object at a path of the config file, as its JSON Schema has them. */
function knownKeys(path: readonly (string | number)[]): readonly string[] {
  let at: unknown = plainJsonSchema();
  for (const key of path[0] === 'environments' ? path.slice(2) : path) {
    if (!isObject(at)) return [];
    at = typeof key === 'number' ? at.items : isObject(at.properties) ? at.properties[key] : undefined;
    // Of what may be written in several ways, the object is the one that has keys.
    if (isObject(at) && Array.isArray(at.anyOf))
      at = at.anyOf.find((form) => isObject(form) && isObject(form.properties)) ?? at;
  }
  return isObject(at) && isObject(at.properties) ? Object.keys(at.properties) : [];
}
