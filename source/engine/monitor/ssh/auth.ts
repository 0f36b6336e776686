import type { AnyAuthMethod, AuthenticationType, AuthHandlerMiddleware } from 'ssh2';
import { plainText } from '../../../model/plain-text.js';
import { chosenAgent } from './agent.js';
import type { Ask } from './ask.js';
import type { Identities } from './identities.js';
import type { SshSettings } from './ssh-settings.js';

/** The ways to prove who logs in, one after the other, and what has been tried so far. */
export type Auth = {
  readonly handler: AuthHandlerMiddleware;
  /** Whether any proof has been sent. */
  readonly hasBegun: () => boolean;
  /** What was tried and why other things were not, for the sentence of a failed login. */
  readonly told: () => string;
};

/**
 * Tries the agent, then the key files, then what a person can type, where there is one to ask. Each once: what a server
 * has refused is never sent again.
 */
export function createAuth(
  settings: SshSettings,
  identities: Pick<Identities, 'load' | 'publicHalf'>,
  ask: Ask | null,
): Auth {
  const tried: string[] = [];
  const unusable: string[] = [];
  let hasBegun = false;
  let serverTakes: readonly string[] | null = null;
  const ways = waysIn(settings, identities, ask, tried, unusable);

  const next = async (takes: readonly string[] | null): Promise<AnyAuthMethod | false> => {
    serverTakes = takes ?? serverTakes;
    for (;;) {
      const way = await ways.next(serverTakes ?? []);
      if (way.done) return false;
      const type = way.value.type === 'agent' ? 'publickey' : way.value.type;
      if (takes !== null && takes.length > 0 && !takes.includes(type)) continue;
      hasBegun = true;
      return way.value;
    }
  };
  return {
    handler(takes: AuthenticationType[] | null, _isPartial, callback) {
      void next(takes).then(
        (way) => callback(way as AnyAuthMethod),
        () => callback(false as unknown as AnyAuthMethod),
      );
    },
    hasBegun: () => hasBegun,
    told() {
      const list = (entries: readonly string[]): string => entries.join(', ');
      return [
        tried.length === 0 ? 'nothing could be tried' : `tried ${list(tried)}`,
        ...(unusable.length === 0 ? [] : [`not ${list(unusable)}`]),
        ...(serverTakes === null || serverTakes.length === 0
          ? []
          : [`the server takes ${plainText(list(serverTakes), 100)}`]),
      ].join('; ');
    },
  };
}

/** Every way in, in order. Given the methods that the server takes, so that nobody is asked for what it would not. */
async function* waysIn(
  settings: SshSettings,
  identities: Pick<Identities, 'load' | 'publicHalf'>,
  ask: Ask | null,
  tried: string[],
  unusable: string[],
): AsyncGenerator<AnyAuthMethod, undefined, readonly string[]> {
  const { user: username, agent, identityFiles, identitiesOnly, hostName } = settings;
  const halves = identityFiles.flatMap((file) => {
    const half = identities.publicHalf(file);
    return half === null ? [] : [half];
  });
  if (agent !== null) {
    const at = tried.push('the agent') - 1;
    const count = (shown: number): void => {
      tried[at] = `${shown} ${shown === 1 ? 'key' : 'keys'} of the agent`;
    };
    yield { type: 'agent', username, agent: chosenAgent(agent, halves, identitiesOnly, count) };
  }
  for (const file of identityFiles) {
    const identity = await identities.load(file);
    if (identity === null) {
      if (identitiesOnly) unusable.push(`${file} (there is no such file)`);
    } else if (identity.kind === 'unusable') {
      unusable.push(`${file} (${identity.reason})`);
    } else {
      tried.push(file);
      yield { type: 'publickey', username, key: identity.key };
    }
  }
  if (ask === null) return;
  const question = (text: string, isSecret: boolean) =>
    ask({ kind: 'prompt', host: `${username}@${hostName}`, text: plainText(text.trim(), 200), isSecret });
  let isGivenUp = false;
  const takes = yield {
    type: 'keyboard-interactive',
    username,
    prompt(_name, _instructions, _language, prompts, finish) {
      const answerAll = async (): Promise<string[]> => {
        const answers: string[] = [];
        for (const prompt of prompts.slice(0, 8)) {
          const answer = await question(prompt.prompt, prompt.echo !== true);
          if (answer === null) isGivenUp = true;
          answers.push(answer ?? '');
          if (isGivenUp) break;
        }
        return answers;
      };
      void answerAll().then(finish, () => finish([]));
    },
  };
  if (takes.includes('keyboard-interactive')) tried.push('keyboard-interactive');
  if (isGivenUp || !takes.includes('password')) return;
  const password = await question('password:', true);
  if (password === null) return;
  tried.push('a password');
  yield { type: 'password', username, password };
}
