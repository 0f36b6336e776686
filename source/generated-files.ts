import { referenceMarkdown } from './config/reference.js';
import { configJsonSchema } from './config/schema.js';
import { resultJsonSchemas } from './report/result-json-schema.js';

/** Every file that is made from code, by its path from the root of the project. Written by generate.ts, compared by a test. */
export function generatedFiles(): Readonly<Record<string, string>> {
  const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
  const results = Object.entries(resultJsonSchemas());
  return {
    'config/plimsoll.schema.json': json(configJsonSchema()),
    ...Object.fromEntries(results.map(([name, schema]) => [`config/${name}.schema.json`, json(schema)])),
    'docs/reference.md': referenceMarkdown(),
  };
}
