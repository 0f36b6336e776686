import { rateNumber } from '../model/quantity-text.js';
import type { Digest } from './digest/digest.js';

/** How a session could be made again: a command, the config file that it names, and what the recording does not tell. */
export type Recipe = { readonly command: string; readonly config: string; readonly notes: readonly string[] };

/** The recipe of a session, without any secret: none is recorded. */
export function recipeOf(digest: Digest): Recipe {
  const { answer, asked, rates, session } = digest;
  const [only, second] = rates;
  const isConstant = only !== undefined && second === undefined;
  const command = { demo: 'demo', run: 'run', discovery: 'discover', bench: 'bench', jobs: 'jobs', monitor: 'monitor' }[
    session.kind
  ];
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
    command: session.kind === 'demo' ? 'plimsoll demo' : `plimsoll ${command} session.json${axis}`,
    config: JSON.stringify(config, null, 2),
    notes: [
      ...(session.version === null ? [] : [`It was measured with plimsoll ${session.version}.`]),
      ...(session.kind === 'run' && rates.length > 1
        ? ['The rate moved: its shape is in the chart of requests, not in the recording.']
        : []),
      ...(session.kind === 'demo' || session.kind === 'monitor'
        ? []
        : ['Methods, headers, bodies and feeders are not recorded: take them from the config that was used.']),
      ...(session.kind === 'monitor'
        ? []
        : ['The same seed gives the same arrivals; the answer differs as the system and its neighbours do.']),
    ],
  };
}

/** A word for a POSIX shell. */
function quotedWord(word: string): string {
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
