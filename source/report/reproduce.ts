import { notKept } from '../config/without-secrets.js';
import type { SessionKind } from '../model/events.js';
import { rateNumber } from '../model/quantity-text.js';
import type { Digest } from './digest/digest.js';

/**
 * How a session could be made again: a command, the config file that it names, and what else there is to know. A null config:
 * the command needs none.
 */
export type RecipeText = {
  readonly command: string;
  readonly config: string | null;
  readonly notes: readonly string[];
};

/** The file that the command of a recipe names. */
export const recipeFile = 'session.json';

/** The recipe of a session that plimsoll measured, without any secret: none is recorded. */
export function recipeOf(digest: Digest): RecipeText {
  const { recipe, session } = digest;
  if (recipe === null) return guessedRecipe(digest);
  const { command, config, flags } = recipe;
  const words = [command, ...(config === null ? [] : [recipeFile]), ...flags.map(quotedWord)];
  return {
    command: `plimsoll ${words.join(' ')}`,
    config,
    notes: [
      ...versionNote(session),
      ...(config === null ? [] : [`Paths in ${recipeFile} begin where it lies: that was where plimsoll was started.`]),
      ...(config?.includes(notKept) || flags.some((word) => word.includes(notKept))
        ? [`Secrets are not recorded: put yours in place of ${notKept}, best by reference.`]
        : []),
      ...seedNote(session),
    ],
  };
}

function versionNote({ version }: Digest['session']): readonly string[] {
  return version === null ? [] : [`It was measured with plimsoll ${version}.`];
}

function seedNote({ kind }: Digest['session']): readonly string[] {
  return kind === 'monitor'
    ? []
    : ['The same seed gives the same arrivals; the answer differs as the system and its neighbours do.'];
}

/** The command that makes a session of a kind. */
export const commandOf: { readonly [kind in SessionKind]: string } = {
  demo: 'demo',
  run: 'run',
  discovery: 'discover',
  bench: 'bench',
  jobs: 'jobs',
  monitor: 'monitor',
  imported: 'import',
};

/** What the head of a recording tells, where it has no recipe. */
function guessedRecipe(digest: Digest): RecipeText {
  const { answer, asked, rates, session } = digest;
  const [only, second] = rates;
  const isConstant = only !== undefined && second === undefined;
  const command = commandOf[session.kind];
  const config = {
    ...(session.target === null || session.kind === 'demo' ? {} : { target: { url: session.target } }),
    ...(asked.servers.length === 0
      ? {}
      : {
          servers: asked.servers.map(({ address, group, name }) => ({
            name,
            address,
            ...(group === null ? {} : { group }),
          })),
        }),
    ...(asked.streams.length === 0 || session.kind === 'demo'
      ? {}
      : { streams: asked.streams.map(({ server, ...stream }) => (server === null ? stream : { ...stream, server })) }),
    ...(asked.objectives.length === 0 ? {} : { objectives: asked.objectives.map(({ text }) => text) }),
    ...(session.kind === 'monitor'
      ? {}
      : {
          load: {
            ...(session.kind === 'run' && isConstant
              ? { rate: `${rateNumber(only.perSecond).replaceAll(',', '')}/s` }
              : {}),
            ...(answer?.kind === 'run' ? { duration: `${Math.round(answer.durationSeconds)}s` } : {}),
            ...(asked.arrivals === null ? {} : { arrivals: asked.arrivals }),
            ...(asked.seed === null ? {} : { seed: asked.seed }),
          },
        }),
  };
  const axis =
    answer?.kind === 'discovery' && answer.axis === 'work'
      ? ` --axis work --workload ${quotedWord(answer.workload)}`
      : '';
  return {
    command: session.kind === 'demo' ? 'plimsoll demo' : `plimsoll ${command} ${recipeFile}${axis}`,
    config: session.kind === 'demo' ? null : JSON.stringify(config, null, 2),
    notes: [
      ...versionNote(session),
      ...(session.kind === 'run' && rates.length > 1
        ? ['The rate moved: its shape is in the chart of requests, not in the recording.']
        : []),
      ...(session.kind === 'demo' || session.kind === 'monitor'
        ? []
        : ['Methods, headers, bodies and feeders are not recorded: take them from the config that was used.']),
      ...seedNote(session),
    ],
  };
}

/** A word for a POSIX shell. */
function quotedWord(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
