import { z } from 'zod';
import { discoveryResultSchema, monitorResultSchema, runResultSchema, sessionListSchema } from './result-schema.js';

/** The JSON Schema (draft 7) of every answer that the program gives as JSON, by the name of its file. */
export function resultJsonSchemas() {
  const json = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'output', target: 'draft-7' });
  return {
    'run-result': json(runResultSchema),
    'discovery-result': json(discoveryResultSchema),
    'monitor-result': json(monitorResultSchema),
    'session-list': json(sessionListSchema),
  };
}
