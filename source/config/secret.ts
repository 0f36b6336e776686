import { isObject } from '../model/plain-object.js';
import type { AuthRef } from '../model/secret-ref.js';
import { suggestion } from './nearest.js';
import { quoted } from './quote.js';
import { type Fault, faulty, good, type Reading } from './reading.js';
import { readReference, writtenReference } from './secret-reference.js';

// Written so that it is read as text, and not as a template of this language.
const example = '$' + '{API_TOKEN}';

/** Reads `{"bearer": REF}` or `{"basic": {"user": "...", "password": REF}}`. */
export function readAuth(raw: unknown): Reading<AuthRef> {
  const wanted = 'expected {"bearer": REFERENCE} or {"basic": {"user": NAME, "password": REFERENCE}}';
  if (!isObject(raw)) return faulty(`${wanted}, got ${typeof raw === 'string' ? 'a text' : quoted(raw)}`);
  const keys = Object.keys(raw);
  const unknown = keys.find((key) => key !== 'bearer' && key !== 'basic');
  if (unknown !== undefined) {
    return faulty(`${wanted}, got the key ${quoted(unknown)}`, suggestion(unknown, ['bearer', 'basic']), [unknown]);
  }
  if (keys.length !== 1) return faulty(`${wanted}, got ${keys.length === 0 ? 'neither' : 'both'}`);
  if (keys[0] === 'bearer') {
    const secret = readReference(raw.bearer, ['bearer']);
    return secret.kind === 'ok' ? good({ kind: 'bearer', secret: secret.value }) : secret;
  }
  return readBasic(raw.basic);
}

/** How a config file says it; what of it is secret itself is left to whoever keeps it. */
export function authWritten(auth: AuthRef): object {
  const written = writtenReference(auth.secret);
  return auth.kind === 'bearer' ? { bearer: written } : { basic: { user: auth.user, password: written } };
}

/** Reads the value of `--bearer`. */
export function readBearer(raw: unknown): Reading<AuthRef> {
  const secret = readReference(raw);
  return secret.kind === 'ok' ? good({ kind: 'bearer', secret: secret.value }) : secret;
}

/** Reads the value of `--basic`: `USER:REFERENCE`. */
export function readBasicFlag(raw: unknown): Reading<AuthRef> {
  const colon = typeof raw === 'string' ? raw.indexOf(':') : -1;
  if (typeof raw !== 'string' || colon < 0) {
    return faulty(`expected USER:REFERENCE, such as 'me:${example}', got one without a colon`);
  }
  return basic(raw.slice(0, colon), raw.slice(colon + 1), [], []);
}

function readBasic(raw: unknown): Reading<AuthRef> {
  if (!isObject(raw)) return faulty('expected an object with user and password, got another value', null, ['basic']);
  const unknown = Object.keys(raw).find((key) => key !== 'user' && key !== 'password');
  if (unknown !== undefined) {
    const near = suggestion(unknown, ['user', 'password']);
    return faulty(`expected only user and password, got ${quoted(unknown)}`, near, ['basic', unknown]);
  }
  return basic(raw.user, raw.password, ['basic', 'user'], ['basic', 'password']);
}

function basic(user: unknown, password: unknown, userPath: Fault['path'], path: Fault['path']): Reading<AuthRef> {
  const faults: Fault[] = [];
  // RFC 7617, section 2: a colon in a user name could not be told from the one that ends it.
  const isUser = typeof user === 'string' && /^[^:\p{Cc}]{1,256}$/u.test(user);
  if (!isUser) {
    const message = 'expected a user name of at most 256 characters without a colon, got another value';
    faults.push({ path: userPath, message, hint: null });
  }
  const secret = readReference(password, path);
  if (secret.kind === 'faulty') faults.push(...secret.faults);
  return isUser && secret.kind === 'ok'
    ? good({ kind: 'basic', user, secret: secret.value })
    : { kind: 'faulty', faults };
}
