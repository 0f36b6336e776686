import type { AlertsConfig, ChannelEntry } from '../config/alert-parts.js';
import { secretAt } from '../config/authorization.js';
import { suggestion } from '../config/nearest.js';
import type { AlertPlan } from '../engine/alert/alerts.js';
import type { Channel } from '../engine/alert/channels/channel.js';
import { commandChannel } from '../engine/alert/channels/command-channel.js';
import { loadMailer } from '../engine/alert/channels/load-mailer.js';
import { mailChannel } from '../engine/alert/channels/mail-channel.js';
import { slackChannel, webhookChannel } from '../engine/alert/channels/post-channel.js';
import { styleOf, terminalChannel } from '../engine/alert/channels/terminal-channel.js';
import { labelProblems } from '../engine/alert/odd-labels.js';
import { readInhibitions, readRules } from '../engine/alert/read-rule.js';
import type { Route } from '../engine/alert/router.js';
import type { Problem } from '../model/problem.js';
import type { SecretRef } from '../model/secret-ref.js';
import { type Io, isAtTerminal } from './io.js';
import { secretReader } from './secret-reader.js';

/** Rules and channels ready to be used; a null plan: there are no rules. */
export type AlertsReading =
  | { readonly kind: 'ok'; readonly plan: AlertPlan | null }
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

/** The channel that there is without a word about it. */
const terminal = 'terminal';

/** Everything that is wrong with rules, inhibitions and routes, without fetching a secret. */
export function alertProblems(config: AlertsConfig): readonly Problem[] {
  const named = config.rules.map(({ alert, labels = {} }) => ({ name: alert, labels }));
  return [
    ...readRules(config.rules).problems,
    ...readInhibitions(config.inhibitions).problems,
    // Without rules there is nothing that could have labels.
    ...(named.length > 0 ? labelProblems(named, config.inhibitions, config.route.group_by ?? []) : []),
    ...nameProblems(config),
  ];
}

/** Reads the rules and makes the channels, with their secrets. */
export async function readAlerts(config: AlertsConfig, io: Io): Promise<AlertsReading> {
  if (config.rules.length === 0) return { kind: 'ok', plan: null };
  const problems = [...alertProblems(config)];
  const channels: (Channel | null)[] = [];
  // One after another, for a passphrase may be asked for.
  for (const [name, entry] of channelEntries(config)) channels.push(await channelOf(name, entry, io, problems));
  if (problems.length > 0) return { kind: 'problems', problems };
  return {
    kind: 'ok',
    plan: {
      rules: readRules(config.rules).rules,
      inhibitions: readInhibitions(config.inhibitions).inhibitions,
      route: routeOf(config),
      channels: channels.filter((channel) => channel !== null),
    },
  };
}

/** The channels of the config, and the terminal where it has no channel of that name. */
export function channelEntries({ channels }: AlertsConfig): readonly (readonly [string, ChannelEntry])[] {
  const named = Object.entries(channels);
  return Object.hasOwn(channels, terminal) ? named : [[terminal, { type: 'terminal' }], ...named];
}

/** Makes one channel; what is in the way is added to the problems, and there is none then. */
export async function channelOf(
  name: string,
  entry: ChannelEntry,
  io: Io,
  problems: Problem[],
): Promise<Channel | null> {
  const secret = async (ref: SecretRef, key: string): Promise<string | null> => {
    const found = await secretAt(ref, `channels.${name}.${key}`, secretReader(io));
    if (found.kind === 'ok') return found.value.reveal();
    problems.push(found.problem);
    return null;
  };
  switch (entry.type) {
    case 'terminal': {
      const { style = 'auto' } = entry;
      const write = (text: string): void => {
        if (isAtTerminal(io)) io.stdout.write(text);
      };
      return terminalChannel(name, style === 'auto' ? styleOf(io.env) : style, write);
    }
    case 'webhook':
    case 'slack': {
      const url = await secret(entry.url, 'url');
      const hmacSecret = entry.type === 'webhook' && entry.hmac !== undefined ? await secret(entry.hmac, 'hmac') : null;
      if (url === null) return null;
      if (!/^https?:\/\/[^\s]+$/.test(url) || !URL.canParse(url)) {
        problems.push({
          path: `channels.${name}.url`,
          message: 'expected a URL that begins with http:// or https://, got another text',
          hint: null,
        });
        return null;
      }
      return (entry.type === 'webhook' ? webhookChannel : slackChannel)(name, { url, hmacSecret });
    }
    case 'command': {
      const [program = '', ...args] = entry.run;
      return commandChannel(name, [program, ...args]);
    }
    case 'mail': {
      const { host, tls = 'start', user, from, to } = entry;
      const password = entry.password === undefined ? null : await secret(entry.password, 'password');
      const isSecure = tls === 'always';
      const port = entry.port ?? (isSecure ? 465 : 587);
      const login = user === undefined || password === null ? null : { user, password };
      return mailChannel(name, { host, port, isSecure, requiresTls: tls !== 'offered', login, from, to }, () =>
        loadMailer(),
      );
    }
  }
}

function routeOf({ route }: AlertsConfig): Route {
  const steps = route.escalate ?? [{ after: 0, to: [terminal] }];
  return {
    groupBy: route.group_by ?? ['alert'],
    groupWaitMs: route.group_wait ?? 5_000,
    groupIntervalMs: route.group_interval ?? 30_000,
    repeatIntervalMs: route.repeat_interval ?? 3_600_000,
    steps: steps.map(({ after, to }) => ({ afterMs: after, to })),
  };
}

/** Names of channels that do not exist, steps out of order, and names of rules that are there twice. */
function nameProblems(config: AlertsConfig): readonly Problem[] {
  const known = channelEntries(config).map(([name]) => name);
  const steps = config.route.escalate ?? [];
  const channels = steps.flatMap(({ to }, step) =>
    to.flatMap((name, index): readonly Problem[] => {
      if (known.includes(name)) return [];
      const path = `route.escalate[${step}].to[${index}]`;
      return [{ path, message: `expected the name of a channel, got "${name}"`, hint: suggestion(name, known) }];
    }),
  );
  const order = steps.flatMap(({ after }, step): readonly Problem[] => {
    if (step === 0 || after >= steps[step - 1]!.after) return [];
    const message = 'expected steps in the order of their times, got an earlier one after a later one';
    return [{ path: `route.escalate[${step}].after`, message, hint: null }];
  });
  const seen = new Set<string>();
  const twice = config.rules.flatMap(({ alert }, index): readonly Problem[] => {
    if (!seen.has(alert)) {
      seen.add(alert);
      return [];
    }
    const message = `expected a name of its own, got "${alert}" a second time`;
    return [{ path: `alerts[${index}].alert`, message, hint: 'alerts are told apart by their names' }];
  });
  return [...channels, ...order, ...twice];
}
