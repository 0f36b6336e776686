import { isObject } from '../model/plain-object.js';
import { secretOf } from '../model/secret.js';
import type { SecretRef } from '../model/secret-ref.js';
import type { JsonForm } from './leaf.js';
import { readDuration } from './quantities.js';
import { type Fault, faulty, good, type Reading } from './reading.js';
import { isSealed } from './sealed-text.js';

// Written so that it is read as text, and not as a template of this language.
const example = '$' + '{API_TOKEN}';
const forms = `a reference such as ${example}, file:/run/secrets/token, credential:token or {"command": ["pass", "token"]}`;
const hint = `put the secret into a variable of the environment, and give its name as ${example}, on a command line in single quotes; or let plimsoll secret set encrypt it`;
const standardTimeoutMs = 10_000;
const mostWords = 64;

const variable = /^\$\{([A-Za-z_][A-Za-z0-9_]{0,127})(?::-([^}]*))?\}$/;
/** A name without a slash, and not one of the folder itself or of that above: it can only be in that folder. */
const credential = /^credential:((?!\.{1,2}$)[A-Za-z0-9._@-]{1,255})$/;

/** What an editor is told of a reference. */
export const referenceForm: JsonForm = {
  anyOf: [
    {
      type: 'string',
      pattern: '^(\\$\\{[A-Za-z_][A-Za-z0-9_]*(:-[^}]*)?\\}|file:.+|credential:[A-Za-z0-9._@-]+|encrypted:v1:.+)$',
    },
    {
      type: 'object',
      properties: {
        command: { type: 'array', items: { type: 'string' }, minItems: 1, maxItems: mostWords },
        timeout: { type: 'string', examples: ['10s'] },
      },
      required: ['command'],
      additionalProperties: false,
    },
  ],
};

/** How a reference is written, as far as it may be shown; no message ever says more of a secret. */
export function secretText(ref: SecretRef): string {
  switch (ref.kind) {
    case 'env':
      return `$\{${ref.name}}`;
    case 'file':
      return `file:${ref.path}`;
    case 'credential':
      return `credential:${ref.name}`;
    case 'command':
      // Its other words may be secret.
      return `the command ${ref.argv[0]}`;
    case 'sealed':
      return 'an encrypted text';
  }
}

/** A reference as a config file has it, without what stands in for a variable: that is no reference. */
export function writtenReference(ref: SecretRef): unknown {
  switch (ref.kind) {
    case 'env':
    case 'file':
    case 'credential':
      return secretText(ref);
    case 'command':
      return { command: ref.argv, timeout: `${ref.timeoutMs}ms` };
    case 'sealed':
      return ref.text;
  }
}

/** Reads a reference to a secret. No message repeats what came: it may be the secret itself. */
export function readReference(raw: unknown, path: Fault['path'] = []): Reading<SecretRef> {
  if (isObject(raw)) return readCommand(raw, path);
  if (typeof raw !== 'string')
    return faulty(`expected ${forms}, got ${raw === undefined ? 'nothing' : 'another value'}`, null, path);
  const [, name, standard] = variable.exec(raw) ?? [];
  if (name !== undefined) {
    return good({ kind: 'env', name, ...(standard === undefined ? {} : { standard: secretOf(standard) }) });
  }
  const file = raw.startsWith('file:') ? raw.slice('file:'.length) : '';
  if (isPath(file)) return good({ kind: 'file', path: file });
  const held = credential.exec(raw)?.[1];
  if (held !== undefined) return good({ kind: 'credential', name: held });
  if (raw.startsWith('credential:')) {
    return faulty('expected the name of a credential without a slash, got another text', null, path);
  }
  if (isSealed(raw)) return good({ kind: 'sealed', text: raw });
  if (raw.startsWith('encrypted:')) {
    return faulty('expected an encrypted text as plimsoll secret set writes it, got a damaged one', null, path);
  }
  return faulty(`expected ${forms}, got a text that is none, perhaps the secret itself`, hint, path);
}

function readCommand(raw: Readonly<Record<string, unknown>>, path: Fault['path']): Reading<SecretRef> {
  const { command, timeout = null, ...others } = raw;
  if (Object.keys(others).length > 0) {
    return faulty('expected only command and timeout, got another key', null, path);
  }
  const isArgv =
    Array.isArray(command) &&
    command.length > 0 &&
    command.length <= mostWords &&
    command.every((word) => typeof word === 'string' && word.length <= 4096 && !word.includes('\0'));
  if (!isArgv || command[0] === '') {
    const message = `expected a program and its arguments as a list of 1 to ${mostWords} texts, got another value`;
    return faulty(message, 'it is started as it stands: no shell takes it apart', [...path, 'command']);
  }
  const limit = timeout === null ? good(standardTimeoutMs) : readDuration(timeout);
  if (limit.kind === 'faulty')
    return faulty('expected a time such as 10s, got another value', null, [...path, 'timeout']);
  return good({ kind: 'command', argv: command.map(String), timeoutMs: limit.value });
}

function isPath(text: string): boolean {
  return text !== '' && text.length <= 4096 && !text.includes('\0');
}
