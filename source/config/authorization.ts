import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import { type Secret, secretOf } from '../model/secret.js';
import type { AuthRef, SecretRef } from '../model/secret-ref.js';
import { secretText } from './secret-reference.js';

/** A secret, or what came in its place and what to do, without a word of what was found. */
export type SecretReading =
  | { readonly kind: 'ok'; readonly secret: Secret }
  | { readonly kind: 'missing'; readonly got: string; readonly hint: string | null };

/** Reads a secret where its reference leads: the one way to get at any. */
export type ReadSecret = (ref: SecretRef) => Promise<SecretReading>;

/** A secret, or the authorization header made of one; or why there is none. */
export type Authorization =
  | { readonly kind: 'ok'; readonly value: Secret }
  | { readonly kind: 'problem'; readonly problem: Problem };

/** For whoever was given no way to secrets. */
export const noSecrets: ReadSecret = async () => ({ kind: 'missing', got: 'nobody who reads secrets', hint: null });

/** Fetches a secret. `path` is the key or flag that holds the reference; a problem names the reference and nothing of the secret. */
export async function secretAt(ref: SecretRef, path: string, read: ReadSecret): Promise<Authorization> {
  const found = await read(ref);
  if (found.kind === 'ok') return { kind: 'ok', value: found.secret };
  return { kind: 'problem', problem: secretProblem(ref, path, found.got, found.hint) };
}

/** Makes the authorization header that a reference asks for. `path` and problems are as those of `secretAt`. */
export async function authorizationOf(auth: AuthRef, path: string, read: ReadSecret): Promise<Authorization> {
  const found = await secretAt(auth.secret, path, read);
  if (found.kind === 'problem') return found;
  const value = found.value.reveal();
  if (auth.kind === 'basic') {
    const login = Buffer.from(`${auth.user}:${value}`, 'utf8').toString('base64');
    return { kind: 'ok', value: secretOf(`Basic ${login}`) };
  }
  // RFC 6750, section 2.1, taken widely: printable ASCII without blanks cannot end the field.
  if (!/^[\x21-\x7e]+$/.test(value)) {
    const got = 'one with blanks, line breaks or characters beyond ASCII';
    return { kind: 'problem', problem: secretProblem(auth.secret, path, got, 'a bearer token is one word') };
  }
  return { kind: 'ok', value: secretOf(`Bearer ${value}`) };
}

function secretProblem(ref: SecretRef, path: string, got: string, hint: string | null): Problem {
  return { path, message: `expected a secret at ${plainText(secretText(ref), 200)}, got ${got}`, hint };
}
