import { z } from 'zod';
import { comparisonResultSchema, trendResultSchema } from './compare/comparison-schema.js';
import { digestSchema } from './digest-schema.js';
import { jobsResultSchema } from './jobs-schema.js';
import { monitorResultSchema, runResultSchema, sessionListSchema } from './result-schema.js';
import { benchResultSchema, discoveryResultSchema, suiteResultSchema, workResultSchema } from './search-schema.js';

/** The JSON Schema (draft 7) of every answer that the program gives as JSON, by the name of its file. */
export function resultJsonSchemas() {
  const json = (schema: z.ZodType) => z.toJSONSchema(schema, { io: 'output', target: 'draft-7' });
  return {
    'run-result': json(runResultSchema),
    'discovery-result': json(discoveryResultSchema),
    'work-result': json(workResultSchema),
    'bench-result': json(benchResultSchema),
    'suite-result': json(suiteResultSchema),
    'jobs-result': json(jobsResultSchema),
    'monitor-result': json(monitorResultSchema),
    comparison: json(comparisonResultSchema),
    trend: json(trendResultSchema),
    report: json(digestSchema),
    'session-list': json(sessionListSchema),
  };
}
