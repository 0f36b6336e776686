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

/** A secret, or the authorization header made of one; or why there is none. */
export type Authorization =
  | { readonly kind: 'ok'; readonly value: string }
  | { readonly kind: 'problem'; readonly problem: Problem };

const longest = 8192;

/**
 * Makes the authorization header that a reference asks for. `path` is the key or flag that holds the reference. A problem
 * names the reference and nothing of the secret.
 */
export function authorizationOf(auth: AuthRef, path: string, sources: SecretSources): Authorization {
  const found = secretOf(auth.secret, path, sources);
  if (found.kind === 'problem') return found;
  const { value } = found;
  if (auth.kind === 'basic') {
    return { kind: 'ok', value: `Basic ${Buffer.from(`${auth.user}:${value}`, 'utf8').toString('base64')}` };
  }
  // RFC 6750, section 2.1, taken widely: printable ASCII without blanks cannot end the field.
  if (!/^[\x21-\x7e]+$/.test(value)) {
    const got = 'one with blanks, line breaks or characters beyond ASCII';
    return { kind: 'problem', problem: secretProblem(auth.secret, path, got, 'a bearer token is one word') };
  }
  return { kind: 'ok', value: `Bearer ${value}` };
}

function secretProblem(ref: SecretRef, path: string, got: string, hint: string | null): Problem {
  return { path, message: `expected a secret at ${plainText(secretText(ref), 200)}, got ${got}`, hint };
}

/** Fetches a secret. `path` is the key or flag that holds the reference; a problem names the reference and nothing of the secret. */
export function secretOf(ref: SecretRef, path: string, sources: SecretSources): Authorization {
  const problem = (got: string, hint: string | null): Authorization => {
    return { kind: 'problem', problem: secretProblem(ref, path, got, hint) };
  };
  let secret: string | undefined;
  try {
    secret = readSecret(ref, sources);
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
  return { kind: 'ok', value };
}

function readSecret(ref: SecretRef, { env, readFile }: SecretSources): string | undefined {
  return ref.kind === 'env' ? env[ref.name] : readFile(ref.path);
}
