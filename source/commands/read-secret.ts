import { execFile } from 'node:child_process';
import { isAbsolute, join } from 'node:path';
import type { SecretReading } from '../config/authorization.js';
import type { Lock } from '../config/sealed.js';
import { codeOf, messageOf } from '../model/error.js';
import { secretOf } from '../model/secret.js';
import type { SecretRef } from '../model/secret-ref.js';

/** Where secrets are taken from. `readFile` gives a file's text and throws Node's own errors. */
export type SecretSources = {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly readFile: (path: string) => string;
  /** The lock of encrypted secrets, made once somebody gave the passphrase; null or absent: nobody can. */
  readonly lock?: () => Promise<Lock | null>;
};

const longest = 8192;

/** Reads a secret where its reference leads. What is missing is said without a word of what was found. */
export async function readSecret(ref: SecretRef, sources: SecretSources): Promise<SecretReading> {
  const found = await find(ref, sources);
  if (found.kind === 'missing') return found;
  // Files and programs end with a line break that is not meant.
  const value = found.secret.reveal().replace(/\r?\n$/, '');
  if (value === '') return missing('an empty one');
  if (value.length > longest) return missing(`one of more than ${longest} characters`);
  return { kind: 'ok', secret: secretOf(value) };
}

function missing(got: string, hint: string | null = null): SecretReading {
  return { kind: 'missing', got, hint };
}

async function find(ref: SecretRef, { env, readFile, lock }: SecretSources): Promise<SecretReading> {
  switch (ref.kind) {
    case 'env': {
      const held = env[ref.name];
      // As a shell has it: an empty variable takes what stands in for it, too.
      if (ref.standard !== undefined && (held ?? '') === '') return { kind: 'ok', secret: ref.standard };
      if (held !== undefined) return { kind: 'ok', secret: secretOf(held) };
      return missing('a variable that is not set', 'set it in the environment that plimsoll is started in');
    }
    case 'file':
      return fromFile(ref.path, readFile);
    case 'credential': {
      const folder = env.CREDENTIALS_DIRECTORY;
      if (folder === undefined || !isAbsolute(folder)) {
        return missing(
          'no $CREDENTIALS_DIRECTORY',
          'systemd sets it for a unit with LoadCredential= or SetCredential=',
        );
      }
      return fromFile(join(folder, ref.name), readFile);
    }
    case 'command':
      return fromCommand(ref.argv, ref.timeoutMs);
    case 'sealed': {
      let opener: Lock | null;
      try {
        opener = await (lock?.() ?? null);
      } catch (error) {
        if (codeOf(error) !== 'no-passphrase') throw error;
        return missing('no passphrase', messageOf(error));
      }
      if (opener === null) {
        return missing(
          'no passphrase',
          'name a file that holds it in PLIMSOLL_PASSPHRASE_FILE, or start at a terminal',
        );
      }
      try {
        return { kind: 'ok', secret: await opener.open(ref.text) };
      } catch (error) {
        if (codeOf(error) !== 'wrong-passphrase') throw error;
        return missing('a passphrase that does not open it', 'or it was changed since it was encrypted');
      }
    }
  }
}

function fromFile(path: string, readFile: (path: string) => string): SecretReading {
  try {
    return { kind: 'ok', secret: secretOf(readFile(path)) };
  } catch (error) {
    return missing(codeOf(error) === 'ENOENT' ? 'a path where there is no file' : 'a file that cannot be read');
  }
}

/** What a program prints. Neither that nor what it says on stderr is ever repeated: either may hold the secret. */
function fromCommand([program = '', ...words]: readonly string[], timeoutMs: number): Promise<SecretReading> {
  const options = {
    timeout: timeoutMs,
    killSignal: 'SIGKILL',
    maxBuffer: 65_536,
    shell: false,
    encoding: 'utf8',
  } as const;
  return new Promise((resolve) => {
    try {
      const child = execFile(program, words, options, (error, stdout) => {
        if (error === null) resolve({ kind: 'ok', secret: secretOf(stdout) });
        else resolve(failed(error, timeoutMs));
      });
      child.stdin?.end();
    } catch (error) {
      resolve(failed(error, timeoutMs));
    }
  });
}

function failed(error: unknown, timeoutMs: number): SecretReading {
  const by = 'start it by itself to see what it says';
  const { code, killed } = error as { readonly code?: unknown; readonly killed?: unknown };
  if (code === 'ENOENT')
    return missing('no program of that name', 'it is looked for in PATH, or name it from the root');
  if (code === 'EACCES')
    return missing('a file that may not be started', 'is it a program, with the right to be started?');
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return missing('more than 64 KiB', null);
  if (killed === true) return missing(`no end of it within ${timeoutMs / 1000} s`, by);
  return missing(typeof code === 'number' ? `its exit code ${code}` : 'its end by a signal', by);
}
