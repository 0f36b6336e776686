import { codeOf } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import type { AuthRef, SecretRef } from '../model/secret-ref.js';
import { secretText } from './secret.js';

/** Where secrets are taken from. `readFile` gives a file's text and throws Node's own errors. */
export type SecretSources = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => string;
};

/** The value of an authorization header, or why there is none. */
export type Authorization =
  | { readonly kind: 'ok'; readonly value: string }
  | { readonly kind: 'problem'; readonly problem: Problem };

const longest = 8192;

/**
 * Makes the authorization header that a reference asks for. `path` is the key or flag that holds the reference. A problem
 * names the reference and nothing of the secret.
 */
export function authorizationOf(auth: AuthRef, path: string, sources: SecretSources): Authorization {
  const reference = plainText(secretText(auth.secret), 200);
  const problem = (got: string, hint: string | null): Authorization => ({
    kind: 'problem',
    problem: { path, message: `expected a secret at ${reference}, got ${got}`, hint },
  });
  let secret: string | undefined;
  try {
    secret = readSecret(auth.secret, sources);
  } catch (error) {
    const isMissing = codeOf(error) === 'ENOENT';
    return problem(isMissing ? 'a path where there is no file' : 'a file that cannot be read', null);
  }
  if (secret === undefined) {
    return problem('a variable that is not set', 'set it in the environment that plimsoll is started in');
  }
  // Files end with a line break that is not meant.
  const value = secret.replace(/\r?\n$/, '');
  if (value === '') return problem('an empty one', null);
  if (value.length > longest) return problem(`one of more than ${longest} characters`, null);
  if (auth.kind === 'basic') {
    return { kind: 'ok', value: `Basic ${Buffer.from(`${auth.user}:${value}`, 'utf8').toString('base64')}` };
  }
  // RFC 6750, section 2.1, taken widely: printable ASCII without blanks cannot end the field.
  if (!/^[\x21-\x7e]+$/.test(value)) {
    return problem('one with blanks, line breaks or characters beyond ASCII', 'a bearer token is one word');
  }
  return { kind: 'ok', value: `Bearer ${value}` };
}

function readSecret(ref: SecretRef, { env, readFile }: SecretSources): string | undefined {
  return ref.kind === 'env' ? env[ref.name] : readFile(ref.path);
}
