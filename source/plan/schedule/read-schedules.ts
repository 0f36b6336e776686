import { resolve } from 'node:path';
import { z } from 'zod';
import { readJsonText } from '../../config/json-text.js';
import { choice, leaf, text, wholeNumber } from '../../config/leaf.js';
import { problemsOfKeys } from '../../config/problems.js';
import { readPercentage, readSpan } from '../../config/quantities.js';
import { faultsOf } from '../../config/settings.js';
import type { Problem } from '../../model/problem.js';
import { plainName } from '../plan-schema.js';
import { readCron, readZone } from './cron-times.js';
import { missedRules, overlapRules, type ScheduleSpec, type Timetable } from './schedule-spec.js';

/** A schedule file read, or everything that is wrong with it. */
export type ScheduleReading =
  | { readonly kind: 'ok'; readonly timetable: Timetable }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

const path = text('a path', (given) => given !== '' && given.length <= 4096 && !/[\0\r\n]/.test(given));
const ratio = leaf({ type: 'string', examples: ['50%'] }, readPercentage);

const limitsSchema = z.strictObject({
  cpu: ratio.optional().describe('Highest CPU use of each machine.'),
  memory: ratio.optional().describe('Most memory in use on each machine.'),
  config: path
    .optional()
    .describe('Config file whose servers count beside this machine. From where the schedule lies.'),
  wait: leaf({ type: 'string', examples: ['10m'] }, readSpan)
    .optional()
    .describe('How long a run waits for that before it is left out; 10m unless said otherwise.'),
});

const scheduleSchema = z.strictObject({
  name: plainName.describe('What the schedule is called.'),
  plan: path.describe('The plan file. From where the schedule lies.'),
  cron: text('a cron expression', (given) => given.length <= 200).describe(
    'When it begins: minute, hour, day of the month, month, day of the week.',
  ),
  zone: leaf({ type: 'string', examples: ['Europe/Berlin'] }, readZone)
    .optional()
    .describe('Time zone of the cron expression; UTC unless said otherwise.'),
  overlap: choice(...overlapRules)
    .optional()
    .describe(
      'Where the run before is not over: `skip` this one, `queue` it, or let it `replace` the other. `skip` unless said otherwise.',
    ),
  missed: choice(...missedRules)
    .optional()
    .describe(
      'Runs that were due while no scheduler was there: `skip` them, make up for them `once`, or for `all`. `once` unless said otherwise.',
    ),
  limits: limitsSchema.optional().describe('How busy machines may be when it begins.'),
});

const fileSchema = z.strictObject({
  $schema: z.string().optional().describe('Where editors find the schema of this file.'),
  atOnce: wholeNumber(1, 16)
    .optional()
    .describe('Runs that may be under way together; 1 unless said otherwise, since loads disturb each other.'),
  schedules: z
    .array(scheduleSchema)
    .min(1, 'expected at least one schedule, got none')
    .max(100, 'expected at most 100 schedules, got more')
    .describe('Plans and their times.'),
});

/** Reads the text of a schedule file that lies in `folder`. */
export function readSchedules(text: string, folder: string): ScheduleReading {
  const json = readJsonText(text);
  if (json.kind === 'problems') return json;
  const parsed = fileSchema.safeParse(json.value, { reportInput: true });
  if (!parsed.success) return { kind: 'problems', problems: problemsOfKeys(faultsOf(parsed.error.issues, knownKeys)) };
  const problems: Problem[] = [];
  const schedules: ScheduleSpec[] = [];
  const taken = new Set<string>();
  for (const [index, entry] of parsed.data.schedules.entries()) {
    const { cron, limits, missed = 'once', name, overlap = 'skip', plan, zone = 'UTC' } = entry;
    const at = `schedules[${index}]`;
    if (taken.has(name)) {
      const message = `expected a name that no other schedule has, got "${name}" again`;
      problems.push({ path: `${at}.name`, message, hint: null });
    }
    taken.add(name);
    const times = readCron(cron, zone);
    if (times.kind === 'faulty') {
      problems.push(...times.faults.map(({ hint, message }) => ({ path: `${at}.cron`, message, hint })));
      continue;
    }
    schedules.push({
      name,
      plan: resolve(folder, plan),
      times: times.value,
      overlap,
      missed,
      limits:
        limits === undefined
          ? null
          : {
              cpuRatio: limits.cpu ?? null,
              memoryRatio: limits.memory ?? null,
              config: limits.config === undefined ? null : resolve(folder, limits.config),
              waitMs: limits.wait ?? 600_000,
            },
    });
  }
  if (problems.length > 0) return { kind: 'problems', problems };
  return { kind: 'ok', timetable: { schedules, atOnce: parsed.data.atOnce ?? 1 } };
}

/** The JSON Schema (draft 7) of a schedule file. */
export function scheduleJsonSchema() {
  const schema = fileSchema.meta({
    title: 'plimsoll schedule',
    description: 'Plans that plimsoll begins by the clock.',
  });
  return z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
}

function knownKeys(at: readonly (string | number)[]): readonly string[] {
  if (at.length === 0) return Object.keys(fileSchema.shape);
  return at.includes('limits') ? Object.keys(limitsSchema.shape) : Object.keys(scheduleSchema.shape);
}
