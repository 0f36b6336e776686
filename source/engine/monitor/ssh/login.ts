import type { Duplex } from 'node:stream';
import ssh2, { type Client } from 'ssh2';
import { codeOf } from '../../../model/error.js';
import { plainText } from '../../../model/plain-text.js';
import type { Clock } from '../../../time/clock.js';
import type { LoginFailure } from '../transport.js';
import type { Ask } from './ask.js';
import { type Auth, createAuth } from './auth.js';
import type { Identities } from './identities.js';
import { openSocket } from './socket.js';
import type { SshSettings } from './ssh-settings.js';
import type { HostVerifier } from './verify-host.js';

export type LoginEnd = { readonly kind: 'open'; readonly client: Client } | LoginFailure;

/** What a login needs besides the host. */
export type LoginTools = {
  readonly clock: Clock;
  readonly ask: Ask | null;
  readonly identities: Identities;
  readonly verifier: HostVerifier;
};

/** A server must get on with it within this: connect, exchange keys, and then let in, each. A person may take longer. */
const longestMs = 10_000;

/**
 * Logs in once, over `sock` where the server stands behind another. Never rejects, never tries again. The host key is
 * always verified before anything of ours is sent; the sentence of a failure says what to do.
 */
export async function login(settings: SshSettings, sock: Duplex | null, tools: LoginTools): Promise<LoginEnd> {
  const { clock, identities, verifier } = tools;
  const { hostName, port, user } = settings;
  const place = `${user}@${plainText(hostName, 253)}${port === 22 ? '' : `:${port}`}`;
  const client = new ssh2.Client();
  const { promise, resolve } = Promise.withResolvers<LoginEnd>();
  let cancel = (): void => {};
  const allowTime = (doing: string): void => {
    cancel();
    cancel = clock.after(longestMs, () => fail('down', `${place} did not ${doing} within ${longestMs / 1000} s`));
  };
  const fail = (kind: LoginFailure['kind'], reason: string): void => {
    cancel();
    over.abort();
    resolve({ kind, reason: plainText(reason, 600) });
    client.destroy();
  };
  /** Aborted once the login has ended: then nobody needs an answer to what the server asked. */
  const over = new AbortController();
  /** While a person thinks, the server is not late. */
  const untimed = async <Value>(waited: Promise<Value>): Promise<Value> => {
    cancel();
    try {
      return await waited;
    } finally {
      if (!over.signal.aborted) allowTime('let anybody in');
    }
  };
  const ask: Ask | null =
    tools.ask === null ? null : (question) => untimed(tools.ask?.(question, over.signal) ?? Promise.resolve(null));
  const load: Identities['load'] = (file) => untimed(identities.load(file));
  const auth = createAuth(settings, { load, publicHalf: identities.publicHalf }, ask);

  client.on('ready', () => {
    cancel();
    over.abort();
    resolve({ kind: 'open', client });
  });
  // For the client's whole life: an error after the end would otherwise end the program.
  client.on('error', (error: Error & { readonly level?: string }) => {
    if (error.level === 'agent') return;
    const { kind, reason } = failureOf(error, place, auth);
    fail(kind, reason);
  });
  client.on('close', () => {
    // Some servers hang up after their last refusal without a word. What was refused is not sent again.
    if (auth.hasBegun()) fail('refused', `${place} closed the connection during the login: ${auth.told()}`);
    else fail('down', `${place} closed the connection`);
  });
  allowTime('answer');
  try {
    client.connect({
      sock: (sock ?? openSocket(hostName, port)) as never,
      username: user,
      readyTimeout: 0,
      keepaliveInterval: 0,
      algorithms: { serverHostKey: [...verifier.algorithms(settings)] },
      hostVerifier: (key: Buffer, verify: (isValid: boolean) => void) => {
        cancel();
        void verifier.verify(settings, key).then(
          (refusal) => {
            if (refusal === null) allowTime('let anybody in');
            else fail('refused', refusal);
            verify(refusal === null);
          },
          (error: unknown) => {
            fail('refused', `The host key of ${place} could not be verified: ${String(error)}`);
            verify(false);
          },
        );
      },
      authHandler: auth.handler,
    });
  } catch (error) {
    fail('refused', `${place}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return promise;
}

const words: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection: nothing listens there',
  ECONNRESET: 'broke the connection off',
  ETIMEDOUT: 'did not answer',
  EHOSTUNREACH: 'cannot be reached',
  ENETUNREACH: 'cannot be reached: there is no network to it',
  ENOTFOUND: 'is not found: there is no such host name',
  EAI_AGAIN: 'is not found: the name service does not answer',
};

function failureOf(error: Error & { readonly level?: string }, place: string, auth: Auth): LoginFailure {
  const message = plainText(error.message, 200);
  // A server that has had enough says so when it hangs up, which is no error of the client's own authentication.
  if (error.level === 'client-authentication' || (auth.hasBegun() && /authentication/i.test(message))) {
    return { kind: 'refused', reason: `${place} let nobody in: ${auth.told()}` };
  }
  if (/no matching|unsupported/i.test(message)) {
    return {
      kind: 'refused',
      reason: `${place} and the built-in client have no algorithm in common (${message}). Set "transport": "ssh" for it.`,
    };
  }
  const code = codeOf(error);
  if (code !== null && words[code] !== undefined) {
    return { kind: 'down', reason: `${place} ${words[code]} (${code})` };
  }
  return { kind: 'down', reason: `${place}: ${message}` };
}
