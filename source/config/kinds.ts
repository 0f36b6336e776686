import { z } from 'zod';
import { type ProbeJudge, type SearchStrategy, searchStrategies } from '../model/discovery.js';
import { sessionKinds } from '../model/events.js';
import type { Pacing } from '../model/load.js';
import { hasUnprintable } from '../model/plain-text.js';
import { colourChoices, glyphNames, paneIds, presetNames, themeNames } from '../model/screen.js';
import type { Arrivals } from '../model/shape.js';
import { alertKinds } from './alert-parts.js';
import { readEnvironmentName } from './environment-name.js';
import { isGlob } from './glob.js';
import { streamHeadersForm } from './header-value.js';
import { readHealthPlace } from './health.js';
import { readHosts } from './hosts.js';
import { jobApi } from './job-api.js';
import { keysForm, readKeys } from './keys.js';
import { choice, type JsonForm, leaf, text, wholeNumber } from './leaf.js';
import { readObjectives } from './objectives.js';
import { expandPattern } from './pattern.js';
import { publishKinds } from './publish-parts.js';
import { readAge, readDuration, readRate, readSize, readSpan } from './quantities.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading, readEach } from './reading.js';
import { recordKinds } from './record-kinds.js';
import { readReplaySpeed } from './replay-speed.js';
import { reportKinds } from './report-kinds.js';
import { readHeaders, readMethod } from './request-parts.js';
import { readColour, readPanes } from './screen-parts.js';
import { isHostGlob, readServerAddress } from './server-address.js';
import type { ServerEntry } from './servers.js';
import { readSessionTime } from './session-time.js';
import { readRamp, readSine, readSpike, readSteps } from './shapes.js';
import { readStops } from './stops.js';
import { isMetricPath, readDeduplication, readStreamHeaders } from './stream-parts.js';
import { readStreamUrl, readTargetUrl } from './urls.js';
import { auth, workKinds } from './work-kinds.js';

/** How thorough a search is. */
export type Effort = 'quick' | 'standard' | 'thorough';

/** What a search looks for: the highest rate, or the heaviest level of work. */
export type SearchAxis = 'rate' | 'work';

/** An address as text, checked: what a pattern stands for is read one by one once it is written out. */
function readAddressText(raw: unknown): Reading<string> {
  if (typeof raw !== 'string' || raw.length > 2048)
    return faulty(`expected the address of a server, got ${quoted(raw)}`);
  const all = expandPattern(raw);
  if (all.kind === 'faulty') return all;
  if (isGlob(raw) && !isHostGlob(raw)) {
    return faulty(`expected a pattern for names of your SSH config such as web* or me@web*, got ${quoted(raw)}`);
  }
  for (const { text: address } of all.value) {
    // What stands for several names is read once they are known.
    const reading = readServerAddress(address.replace(/[*?]/g, 'x'));
    if (reading.kind === 'faulty') return reading;
  }
  return good(raw);
}

const rate: JsonForm = { type: ['number', 'string'], examples: [20, '1200/min'] };
const duration: JsonForm = { type: 'string', examples: ['500ms', '30s', '5m'] };
/** An object that has exactly these keys, or a text of that form. */
const keyed = (keys: Readonly<Record<string, JsonForm>>, pattern: string): JsonForm => ({
  anyOf: [
    { type: 'object', properties: keys, required: Object.keys(keys), additionalProperties: false },
    { type: 'string', pattern },
  ],
});
const list = (example: string): JsonForm => ({
  anyOf: [{ type: 'array', items: { type: 'string' } }, { type: 'string' }],
  examples: [[example]],
});
const name = text('a name of 1 to 64 printable characters', (given) => {
  return given.trim() !== '' && given.length <= 64 && !hasUnprintable(given);
});
const path = text('a path', (given) => given !== '' && given.length <= 4096 && !given.includes('\0'));

/** One path, or several, of files. */
function readPaths(raw: unknown): Reading<readonly string[]> {
  const all: readonly unknown[] = Array.isArray(raw) ? raw : [raw];
  if (all.length > 200) return faulty(`expected at most 200 files, got ${all.length}`);
  return readEach(all, (given) =>
    typeof given === 'string' && given !== '' && given.length <= 4096 && !given.includes('\0')
      ? good(given)
      : faulty(`expected a path, got ${quoted(given)}`),
  );
}

const readAddresses = (raw: unknown): Reading<readonly string[]> =>
  readEach(Array.isArray(raw) ? raw : [raw], readAddressText);
const readStreamUrls = (raw: unknown): Reading<readonly string[]> =>
  readEach(Array.isArray(raw) ? raw : [raw], readStreamUrl);

/** A factor above 1: below it levels would get lighter. */
function readGrowth(raw: unknown): Reading<number> {
  const value = typeof raw === 'string' && /^\d+(?:\.\d+)?$/.test(raw) ? Number(raw) : raw;
  if (typeof value === 'number' && value > 1 && value <= 10) return good(value);
  return faulty(`expected a factor above 1 and up to 10, such as 2, got ${quoted(raw)}`);
}

/** A server that is named by its address alone, as a flag does it. */
function entryOf(raw: unknown): unknown {
  return typeof raw === 'string' ? { name: raw.replace(/^ssh:\/\//i, '').slice(0, 64), address: raw } : raw;
}

const servers = z.array(
  z
    .preprocess(
      entryOf,
      z.strictObject({
        name: name.describe(
          'Name of the server, as panes and reports show it; a pattern such as `api-[1-20]` names several.',
        ),
        address: leaf(
          {
            type: 'string',
            examples: ['local', 'ssh://deploy@api-1.example.org:22', 'api-1', 'prometheus+http://127.0.0.1:9090'],
          },
          readAddressText,
        ).describe(
          'Where the server is: `local` for the machine that plimsoll runs on, `ssh://user@host:port`, a name of your SSH config, or a Prometheus. `[1-20]` and `{a,b}` stand for several servers, and `web*` for all names of your SSH config that begin so.',
        ),
        group: name
          .optional()
          .describe('Name of the group that the server is summed up with. A pattern makes one by itself.'),
        identityFile: path.optional().describe('Private key to log in with, in place of those of your SSH config.'),
        knownHostsFile: path.optional().describe('File of known host keys, in place of your own.'),
        sshConfigFile: path.optional().describe('SSH config to read in place of your own.'),
        transport: choice<'ssh2' | 'ssh'>('ssh2', 'ssh')
          .optional()
          .describe(
            "`ssh2`, the built-in client, or `ssh`, the system's, for certificates, FIDO keys, ProxyCommand and post-quantum key exchange.",
          ),
        instance: name.optional().describe("The server's `instance` label in its Prometheus."),
        auth: auth.optional().describe('Who asks its Prometheus, by reference to a secret.'),
        ca: path.optional().describe("File of the authority that its Prometheus' certificate is by, in PEM."),
        insecure: z.boolean().optional().describe('Take any certificate of its Prometheus.'),
      }),
    )
    // An address alone does as well.
    .meta({ orText: true }),
);

const streams = z.array(
  z.strictObject({
    name: name.describe('Name of the stream, as panes and reports show it.'),
    url: leaf({ type: 'string', pattern: '^wss?://' }, readStreamUrl).describe('WebSocket URL of the stream.'),
    server: name.optional().describe('Name of the server that the stream tells about.'),
    metrics: z
      .array(
        z.strictObject({
          name: name.describe('Name of the metric, as panes and reports show it.'),
          path: text('a dotted path such as os.load.0', isMetricPath).describe('Where its number is in a message.'),
          kind: choice<'counter' | 'gauge'>('counter', 'gauge')
            .optional()
            .describe(
              '`counter`: it only grows, and is shown as a rate. `gauge`, unless said otherwise: it moves both ways.',
            ),
          unit: name.optional().describe('Unit to show, such as `ms` or `bytes`.'),
        }),
      )
      .min(1)
      .max(200)
      .optional()
      .describe('What to read of each message; without it, every number.'),
    headers: leaf(streamHeadersForm, readStreamHeaders)
      .optional()
      .describe(
        `Header fields of the handshake. A secret is named: \`$\{VARIABLE}\` in a value, \`file:PATH\` or another reference at its end, or \`{"scheme": "Bearer", "command": [...]}\`.`,
      ),
    deduplicate: leaf({ type: 'string', pattern: '^(frame$|id:.)', examples: ['frame', 'id:seq'] }, readDeduplication)
      .optional()
      .describe(
        "What makes messages the same, so that only the first counts: `frame`, all their bytes, or `id:PATH`, the sender's id.",
      ),
    maxSeries: wholeNumber(1, 10_000).optional().describe('Distinct metric names kept; 200 unless said otherwise.'),
  }),
);

/**
 * Every kind of value that an option may have. A flag's text and a config file's value go through the same schema, so
 * that both mean the same.
 */
export const kinds = {
  rate: leaf(rate, readRate),
  duration: leaf(duration, readDuration),
  /** A duration that may be zero. */
  span: leaf(duration, readSpan),
  ramp: leaf(keyed({ from: rate, to: rate }, '\\.\\.'), readRamp),
  steps: leaf({ anyOf: [{ type: 'array', items: rate, minItems: 1 }, { type: 'string' }] }, readSteps),
  spike: leaf(keyed({ base: rate, peak: rate, at: duration, length: duration }, '\\.\\..*@.*\\+'), readSpike),
  sine: leaf(keyed({ mean: rate, amplitude: rate, period: duration }, '~.*/'), readSine),
  arrivals: choice<Arrivals>('poisson', 'paced'),
  pacing: choice<Pacing>('auto', 'precise', 'economical'),
  axis: choice<SearchAxis>('rate', 'work'),
  strategy: choice<SearchStrategy>(...searchStrategies),
  judge: choice<ProbeJudge>('percentile', 'mean'),
  effort: choice<Effort>('quick', 'standard', 'thorough'),
  count: wholeNumber(1, 1_000_000),
  threads: wholeNumber(1, 256),
  seed: wholeNumber(0, 4_294_967_295),
  port: wholeNumber(0, 65_535),
  targetUrl: leaf({ type: 'string', pattern: '^https?://' }, readTargetUrl),
  targets: z
    .array(leaf({ type: 'string', pattern: '^https?://' }, readTargetUrl))
    .min(1, 'expected at least one target, got none')
    .max(20, 'expected at most 20 targets, got more'),
  method: leaf({ type: 'string' }, readMethod),
  headers: leaf(
    { anyOf: [{ type: 'object', additionalProperties: { type: 'string' } }, ...(list('').anyOf as JsonForm[])] },
    readHeaders,
  ),
  body: text('text of at most 1 MiB', (given) => Buffer.byteLength(given) <= 1_048_576),
  health: leaf({ type: 'string', pattern: '^(/|https?://)', examples: ['/healthz'] }, readHealthPlace),
  hosts: leaf(list('api.example.org'), readHosts),
  objectives: leaf(list('p99 < 75ms'), readObjectives),
  stops: leaf(list('errors > 20% for 5s'), readStops),
  servers: servers satisfies z.ZodType<readonly ServerEntry[]>,
  streams,
  ...workKinds,
  ...alertKinds,
  ...publishKinds,
  theme: choice(...themeNames),
  glyphs: choice(...glyphNames),
  color: leaf({ enum: [...colourChoices, 16, 256] }, readColour),
  preset: choice(...presetNames),
  panes: leaf({ type: 'array', items: { type: 'string', enum: paneIds }, minItems: 1 }, readPanes),
  keys: leaf(keysForm, readKeys),
  frames: wholeNumber(1, 30),
  files: leaf(list('data.csv'), readPaths),
  columns: wholeNumber(2, 100),
  growth: leaf({ type: 'number', exclusiveMinimum: 1, maximum: 10 }, readGrowth),
  atOnce: wholeNumber(1, 100),
  jobApi,
  ...reportKinds,
  name,
  age: leaf({ type: 'string', examples: ['12h', '30d'] }, readAge),
  size: leaf({ type: 'string', examples: ['500MB', '2GB'] }, readSize),
  sessionKind: choice(...sessionKinds),
  sessionState: choice<'complete' | 'interrupted' | 'recording'>('complete', 'interrupted', 'recording'),
  part: text('1 to 200 characters', (given) => given !== '' && given.length <= 200),
  hash: text('64 hexadecimal digits', (given) => /^[0-9a-f]{64}$/i.test(given)),
  replaySpeed: leaf({ type: ['number', 'string'] }, readReplaySpeed),
  sessionTime: leaf({ type: 'string', examples: ['12:30', '-5m'] }, readSessionTime),
  ...recordKinds,
  file: path,
  folder: path,
  /** Addresses of servers, and URLs of streams, one by one. */
  addresses: leaf(list('ssh://deploy@api-1.example.org'), readAddresses),
  streamUrls: leaf(list('ws://127.0.0.1:9001/metrics'), readStreamUrls),
  environment: leaf({ type: 'string' }, readEnvironmentName),
  /** A flag without a value; on when given. */
  toggle: z.boolean(),
} as const;

export type KindName = keyof typeof kinds;

/** What a value of a kind is once read. */
export type KindValue<Name extends KindName> = z.output<(typeof kinds)[Name]>;

/** The words that a kind of value is one of, for editors and shells; empty where it is none of a few. */
export function wordsOf(name: KindName): readonly string[] {
  const { enum: words } = kinds[name].meta() ?? {};
  return Array.isArray(words) ? words.map(String) : [];
}
