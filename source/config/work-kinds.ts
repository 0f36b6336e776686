import { z } from 'zod';
import { readHosts } from './hosts.js';
import { type JsonForm, leaf, text, wholeNumber } from './leaf.js';
import { readHeaders, readMethod } from './request-parts.js';
import { readAuth, readBasicFlag, readBearer } from './secret.js';
import { referenceForm } from './secret-reference.js';
import { readTargetUrl } from './urls.js';
import { readCaptures, readFeederConfig, readPath, readStatusRange, readWeight } from './work-parts.js';
import { readWorkload } from './workload-choice.js';

const mostEntries = 100;
const mostSteps = 20;

const texts: JsonForm = { type: 'object', additionalProperties: { type: 'string' } };
const list: JsonForm = { type: 'array', items: { type: 'string' } };
const basic: JsonForm = {
  type: 'object',
  properties: { user: { type: 'string' }, password: referenceForm },
  required: ['user', 'password'],
  additionalProperties: false,
};
const authForm: JsonForm = {
  anyOf: [
    { type: 'object', properties: { bearer: referenceForm }, required: ['bearer'], additionalProperties: false },
    { type: 'object', properties: { basic }, required: ['basic'], additionalProperties: false },
  ],
};
const feederForm: JsonForm = {
  anyOf: [
    {
      type: 'object',
      properties: { file: { type: 'string' }, order: { type: 'string', enum: ['in-turn', 'random'] } },
      required: ['file'],
      additionalProperties: false,
    },
    { type: 'string' },
  ],
};
const okForm: JsonForm = {
  anyOf: [
    { type: 'integer', minimum: 100, maximum: 599 },
    { type: 'array', items: { type: 'integer' }, minItems: 2, maxItems: 2 },
    { type: 'string' },
  ],
  examples: ['200..299'],
};
const name = text(
  'a name of 1 to 64 printable characters',
  (given) => /^[^\p{C}]{1,64}$/u.test(given) && given.trim() !== '',
);
export const auth = leaf(authForm, readAuth);

/** What both a request of a mix and a step have. */
const parts = {
  method: leaf({ type: 'string' }, readMethod).optional().describe('GET; POST where there is a body.'),
  path: leaf({ type: 'string', examples: ['/users/{{id}}'] }, readPath)
    .optional()
    .describe("Path and query behind the path of the host's URL; without it, that path itself."),
  headers: leaf({ anyOf: [texts, list] }, readHeaders)
    .optional()
    .describe('Header fields beside those of the host.'),
  body: text('text of at most 1 MiB', (given) => Buffer.byteLength(given) <= 1_048_576)
    .optional()
    .describe('Body.'),
  host: name.optional().describe('Name of a host in hosts; without it, the target.'),
  ok: leaf(okForm, readStatusRange).optional().describe('Statuses that count as good; 200..399 without it.'),
};

const step = z.strictObject({
  name: name.describe('Name of the step, under which it is counted.'),
  ...parts,
  capture: leaf(texts, readCaptures)
    .optional()
    .describe('Values of the answer that later steps may name: json: and a pointer, or header: and a name.'),
});

const request = z.strictObject({
  name: name.optional().describe('Name under which it is counted; without it, its method and path.'),
  weight: leaf({ type: 'number', exclusiveMinimum: 0 }, readWeight)
    .optional()
    .describe('How often it comes, in proportion to the others; 1 without it.'),
  ...parts,
  steps: z
    .array(step)
    .min(1, 'expected at least one step, got none')
    .max(mostSteps, `expected at most ${mostSteps} steps, got more`)
    .optional()
    .describe('Requests one after another, in place of one.'),
});

const host = z.strictObject({
  name: name.describe('Name by which requests choose it.'),
  url: leaf({ type: 'string', pattern: '^https?://' }, readTargetUrl).describe('URL of the host, http or https.'),
  connections: wholeNumber(1, 1_000_000).optional().describe('Most connections open to it at once.'),
  allow: leaf({ anyOf: [list, { type: 'string' }] }, readHosts)
    .optional()
    .describe('Host that load may be sent to. Loopback needs none.'),
  headers: leaf({ anyOf: [texts, list] }, readHeaders)
    .optional()
    .describe('Header fields of its requests.'),
  auth: auth.optional().describe('Who sends its requests, by reference to a secret.'),
  ca: text('a path', (given) => given !== '' && given.length <= 4096 && !given.includes('\0'))
    .optional()
    .describe('File of the authority that its certificate is by, in PEM.'),
  insecure: z.boolean().optional().describe('Take any certificate.'),
});

/** The kinds of values that say what load is made of; part of `kinds`. */
export const workKinds = {
  requests: z
    .array(request)
    .min(1, 'expected at least one request, got none')
    .max(mostEntries, `expected at most ${mostEntries} requests, got more`),
  otherHosts: z.array(host).max(mostEntries, `expected at most ${mostEntries} hosts, got more`),
  /** What stands in a part is for its module to check. */
  extensions: z.record(
    text('a name of small letters, digits and dashes, beginning with a letter', (given) =>
      /^[a-z][a-z0-9-]{0,63}$/.test(given),
    ),
    z.unknown(),
  ),
  feeder: leaf(feederForm, readFeederConfig),
  auth,
  bearer: leaf(referenceForm, readBearer),
  basic: leaf({ type: 'string' }, readBasicFlag),
  workload: leaf({ type: 'string', examples: ['fibonacci', './checkout.mjs'] }, readWorkload),
  workloads: z
    .array(leaf({ type: 'string' }, readWorkload))
    .min(1, 'expected at least one workload, got none')
    .max(20, 'expected at most 20 workloads, got more'),
  level: wholeNumber(0, 1_000_000),
  redirects: wholeNumber(0, 10),
} as const;

/** One entry of a mix, and one host beside the target, as files say them. */
export type RequestEntry = z.output<typeof request>;
export type StepEntry = z.output<typeof step>;
export type HostEntry = z.output<typeof host>;
