import { z } from 'zod';
import type { AlertAction } from '../model/alert.js';
import { isObject } from '../model/plain-object.js';
import { hasUnprintable } from '../model/plain-text.js';
import { choice, leaf, text, wholeNumber } from './leaf.js';
import { readDuration, readSpan } from './quantities.js';
import { quoted } from './quote.js';
import { faulty, good, type Reading } from './reading.js';
import { readReference, referenceForm } from './secret-reference.js';

const label = text(
  'a text of at most 200 printable characters',
  (given) => given.length <= 200 && !hasUnprintable(given),
);
const name = text('a name of 1 to 64 letters, digits, - and _, beginning with a letter', (given) =>
  /^[A-Za-z][\w-]{0,63}$/.test(given),
);
const span = leaf({ type: 'string', examples: ['30s', '5m'] }, readSpan);
const duration = leaf({ type: 'string', examples: ['30s', '5m'] }, readDuration);
const expression = text('an expression such as cpu.used > 90', (given) => given.trim() !== '');
const secret = leaf(referenceForm, (raw) => readReference(raw));

/** Keys are names, so that none is one that objects have of themselves. */
const labels = (value: z.ZodType<string>) => leafRecord(value);

function leafRecord(value: z.ZodType<string>) {
  return leaf(
    { type: 'object', additionalProperties: { type: 'string' } },
    (raw): Reading<{ readonly [label: string]: string }> => {
      if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
        return faulty('expected an object of names and texts, got another value');
      }
      const entries: [string, string][] = [];
      for (const [key, given] of Object.entries(raw)) {
        const reading = value.safeParse(given);
        if (!/^[A-Za-z_]\w{0,63}$/.test(key) || key === '__proto__') {
          return faulty('expected names of letters, digits and _', null, [key]);
        }
        if (!reading.success) return faulty(reading.error.issues[0]?.message ?? 'expected a text', null, [key]);
        entries.push([key, reading.data]);
      }
      return good(Object.fromEntries(entries));
    },
  );
}

const rules = z
  .array(
    z.strictObject({
      alert: name.describe('Name of the rule.'),
      expr: expression.describe(
        'Condition that makes it fire, such as `cpu.used > 90`; docs/alerts.md has the language.',
      ),
      for: span
        .optional()
        .describe('How long the condition must hold before the rule fires; 0s unless said otherwise.'),
      keep_firing_for: span.optional().describe('How long the rule goes on firing after the condition has ended.'),
      clear: expression
        .optional()
        .describe('What ends the rule once it fires: a condition, or a limit alone such as `< 80`.'),
      labels: labels(label).optional().describe('Labels of its alerts; `severity` is info, warning or critical.'),
      annotations: labels(text('a text of at most 500 characters', (given) => given.length <= 500))
        .optional()
        .describe('Texts of its alerts, in which `{{value}}` and `{{host}}` are filled in; `summary` is shown.'),
      action: choice<AlertAction>('stop', 'pause', 'cool-down')
        .optional()
        .describe('What the rule does to the load when it begins to fire.'),
      notify: z.boolean().optional().describe('Whether channels are told; true unless the rule looks for an anomaly.'),
    }),
  )
  .max(1000, 'expected at most 1000 rules, got more');

const route = z.strictObject({
  group_by: z
    .array(name)
    .max(10)
    .optional()
    .describe('Labels by which alerts go into one notification; alert unless said otherwise.'),
  group_wait: span.optional().describe('How long a new group waits for more of its kind; 5s unless said otherwise.'),
  group_interval: duration
    .optional()
    .describe('How long until a group that changed is told of again; 30s unless said otherwise.'),
  repeat_interval: duration
    .optional()
    .describe('How long until a group that goes on is told of again; 1h unless said otherwise.'),
  escalate: z
    .array(
      z.strictObject({
        after: span.describe('How long after the alert began to fire.'),
        to: z.array(name).min(1).max(20).describe('Names of channels.'),
      }),
    )
    .min(1)
    .max(10)
    .optional()
    .describe('Who is told, step by step, until somebody acknowledges; the terminal at once unless said otherwise.'),
});

const inhibit = z
  .array(
    z.strictObject({
      source: expression.describe('Labels of the alert that inhibits, such as `alert=HostSilent`.'),
      target: expression.describe('Labels of the alerts that then notify nobody, such as `severity=warning`.'),
      equal: z.array(name).max(10).optional().describe('Labels that both must have in common, such as `host`.'),
    }),
  )
  .max(100);

const post = {
  url: secret.describe('Where to post: a reference, since such a URL is a secret.'),
  hmac: secret.optional(),
};
const word = text('a text', (given) => given !== '' && given.length <= 4096 && !given.includes('\0'));
const mailAddress = text('an address such as ops@example.org', (given) =>
  /^[^\s@<>,;\p{Cc}]{1,64}@[^\s@<>,;\p{Cc}]{1,190}$/u.test(given),
);

const channelTypes = ['terminal', 'webhook', 'slack', 'command', 'mail'];

/** Zod's own words for a type that there is not would name neither what came nor what to do. */
function typeFault({ input }: { readonly input?: unknown }): string {
  const given = isObject(input) ? input.type : undefined;
  const came = given === undefined ? 'none' : quoted(given);
  return `expected one of ${channelTypes.join(', ')}, got ${came}`;
}

const channel = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('terminal'), style: choice('auto', 'bell', 'osc9', 'osc777').optional() }),
    z.strictObject({ type: z.literal('webhook'), ...post }),
    z.strictObject({ type: z.literal('slack'), url: post.url }),
    z.strictObject({ type: z.literal('command'), run: z.array(word).min(1).max(50) }),
    z.strictObject({
      type: z.literal('mail'),
      host: word,
      port: wholeNumber(1, 65_535).optional(),
      tls: choice('always', 'start', 'offered').optional(),
      user: word.optional(),
      password: secret.optional(),
      from: mailAddress,
      to: z.array(mailAddress).min(1).max(20),
    }),
  ],
  { error: (issue) => (issue.code === 'invalid_union' ? typeFault(issue) : undefined) },
);

/** What the config says of alerts, before its expressions are read and its secrets fetched. */
export type AlertsConfig = {
  readonly rules: z.output<typeof rules>;
  readonly route: z.output<typeof route>;
  readonly inhibitions: z.output<typeof inhibit>;
  readonly channels: Readonly<Record<string, ChannelEntry>>;
};

/** One channel as the config has it. */
export type ChannelEntry = z.output<typeof channel>;

/** The kinds of value of the keys about alerts. */
export const alertKinds = {
  alertRules: rules,
  alertRoute: route,
  inhibitions: inhibit,
  channels: z.record(name, channel),
} as const;
