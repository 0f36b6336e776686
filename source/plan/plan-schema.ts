import { z } from 'zod';
import { choice, leaf, text, wholeNumber } from '../config/leaf.js';
import { readDuration } from '../config/quantities.js';
import { quoted } from '../config/quote.js';
import { faulty, good, type Reading, readEach } from '../config/reading.js';
import { isObject } from '../model/plain-object.js';
import { readCondition } from './condition.js';
import type { RawSettings } from './plan-spec.js';
import { stepActions } from './step-action.js';
import { type StepEnding, stepEndings } from './step-ending.js';

/** Names are parts of file names and words of conditions, so they are plain. */
const namePattern = '^[A-Za-z][A-Za-z0-9_-]{0,39}$';

/** The name of a plan, a step or a schedule. */
export const plainName = leaf({ type: 'string', pattern: namePattern }, (raw): Reading<string> => {
  if (typeof raw === 'string' && new RegExp(namePattern).test(raw)) return good(raw);
  return faulty(`expected a name of 1 to 40 letters, digits, - and _ that begins with a letter, got ${quoted(raw)}`);
});

const duration = leaf({ type: 'string', examples: ['30s', '5m'] }, readDuration);

const place = text('a path or a URL', (given) => given !== '' && given.length <= 4096 && !/[\0\r\n]/.test(given));

const settings = leaf(
  { type: 'object' },
  (raw): Reading<RawSettings> => (isObject(raw) ? good(raw) : faulty(`expected an object, got ${quoted(raw)}`)),
);

/** One text, or a list of them. */
function texts<Value>(words: string, most: number, read: (raw: unknown) => Reading<Value>) {
  return leaf(
    { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    (raw): Reading<readonly Value[]> => {
      const all: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
      return all.length > most ? faulty(`expected at most ${most} ${words}, got ${all.length}`) : readEach(all, read);
    },
  );
}

const references = texts('sessions', 32, (raw) =>
  typeof raw === 'string' && raw !== '' && raw.length <= 4096 && !/^-|[\0\r\n]/.test(raw)
    ? good(raw)
    : faulty(`expected the name of a step, or session: and what names a session, got ${quoted(raw)}`),
);

const names = texts('steps', 200, (raw) =>
  typeof raw === 'string' ? good(raw) : faulty(`expected the name of a step, got ${quoted(raw)}`),
);

function endings(known: readonly StepEnding[]) {
  return texts('endings', known.length, (raw): Reading<StepEnding> => {
    const found = known.find((ending) => ending === raw);
    return found === undefined ? faulty(`expected one of ${known.join(', ')}, got ${quoted(raw)}`) : good(found);
  }).meta({ examples: [known.slice(0, 2)] });
}

const tryable = stepEndings.filter((ending) => !['ok', 'interrupted', 'lost'].includes(ending));
const acceptable = stepEndings.filter((ending) => !['ok', 'interrupted'].includes(ending));

/** One step as a plan file has it. */
export const stepSchema = z.strictObject({
  name: plainName.optional().describe('What the step is called; without it, after what it does.'),
  do: choice(...stepActions).describe(
    'What is done: a command of plimsoll by its name; `baseline` watches the servers at rest, `cool-down` waits until they are back there.',
  ),
  config: place
    .optional()
    .describe('Config file or URL of the command, in place of that of the plan. From where the plan lies.'),
  with: settings
    .optional()
    .describe('Keys of the config, laid over the file; of report, compare and export: their flags.'),
  of: references.optional().describe('Steps whose sessions it is about; `session:last~1` names any other session.'),
  needs: names
    .optional()
    .describe('Steps before it that must have gone well; without it, those right before it. Otherwise it is blocked.'),
  if: leaf({ type: 'string', examples: ['line.ok and line.result.estimatePerSecond >= 500', 'always'] }, readCondition)
    .optional()
    .describe('When it is begun, in place of `needs`; where it does not hold, the step is skipped.'),
  accept: endings(acceptable).optional().describe('Endings that count as well as `ok`.'),
  retry: z
    .strictObject({
      times: wholeNumber(1, 20).describe('Attempts after the first.'),
      wait: duration
        .optional()
        .describe('How long to wait before the second; it doubles with each. 5s unless said otherwise.'),
      most: duration.optional().describe('The longest wait; 5m unless said otherwise.'),
      on: endings(tryable).optional().describe('Which endings; `unmeasured` and `timed-out` unless said otherwise.'),
    })
    .optional()
    .describe('How it is tried again.'),
  once: z
    .boolean()
    .optional()
    .describe('Never begin it twice, not even where the program was killed in the middle of it.'),
  timeout: duration.optional().describe('It is ended properly after this long.'),
});

/** Steps side by side, as a plan file has them: each a step, or a list of steps in order. */
export const parallelSchema = z.strictObject({
  parallel: z
    .array(z.unknown())
    .min(1, 'expected at least one branch, got none')
    .max(16, 'expected at most 16 branches, got more')
    .describe('Branches that go side by side; each is a step, or a list of steps in order.'),
});

/** A plan file, its steps not yet read one by one. */
export const planSchema = z.strictObject({
  $schema: z.string().optional().describe('Where editors find the schema of this file.'),
  name: plainName.optional().describe('What the plan is called; without it, as its file.'),
  config: place.optional().describe('Config file or URL of every step that names none. From where the plan lies.'),
  with: settings.optional().describe('Keys of the config, laid over the file of every step.'),
  steps: z
    .array(z.unknown())
    .min(1, 'expected at least one step, got none')
    .max(200, 'expected at most 200 steps, got more')
    .describe('Steps in their order.'),
});

/** The JSON Schema (draft 7) of a plan file. */
export function planJsonSchema() {
  const json = (schema: z.ZodType) => {
    const { $schema: _, ...form } = z.toJSONSchema(schema, { io: 'input', target: 'draft-7' });
    return form;
  };
  const plan = json(planSchema);
  const parallel = json(parallelSchema);
  const entry = { $ref: '#/definitions/entry' };
  const branch = { anyOf: [entry, { type: 'array', items: entry, minItems: 1 }] };
  const withItems = (held: unknown, items: object) => ({ ...(isObject(held) ? held : {}), items });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'plimsoll plan',
    description: 'Steps that plimsoll does one after the other, or side by side.',
    ...plan,
    properties: { ...plan.properties, steps: withItems(plan.properties?.steps, entry) },
    definitions: {
      step: json(stepSchema),
      parallel: {
        ...parallel,
        properties: { parallel: withItems(parallel.properties?.parallel, branch) },
      },
      entry: { anyOf: [{ $ref: '#/definitions/step' }, { $ref: '#/definitions/parallel' }] },
    },
  };
}
