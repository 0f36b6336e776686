import type { ReadSecret, SecretReading } from '../config/authorization.js';
import type { Config } from '../config/config.js';
import { headerSecrets } from '../config/header-value.js';
import { createLock, type Lock } from '../config/sealed.js';
import type { SecretRef } from '../model/secret-ref.js';
import { type Clock, createSystemClock } from '../time/clock.js';
import type { Io } from './io.js';
import { passphraseOf } from './passphrase.js';
import { readPlainFile } from './read-plain-file.js';
import { readSecret, type SecretSources } from './read-secret.js';

/** What a program printed is good for so long: one that asks a vault is not to be asked every second. */
const keptMs = 60_000;

const readers = new WeakMap<Io, ReadSecret>();

/** How a command of this program reads secrets; a passphrase is asked for once, and only when a secret needs it. */
export function secretReader(io: Io): ReadSecret {
  const known = readers.get(io);
  if (known !== undefined) return known;
  let lock: Promise<Lock | null> | null = null;
  const sources: SecretSources = {
    env: io.env,
    readFile: (path) => readPlainFile(path),
    lock: () => {
      lock ??= passphraseOf('PLIMSOLL_PASSPHRASE_FILE', 'Passphrase of the secrets: ', io).then((passphrase) =>
        passphrase === null ? null : createLock(passphrase),
      );
      return lock;
    },
  };
  const reader = createSecretReader(sources, createSystemClock());
  readers.set(io, reader);
  return reader;
}

/** Reads secrets anew each time, for files and variables change; but a program that gave one is not started again for a minute. */
export function createSecretReader(sources: SecretSources, clock: Clock): ReadSecret {
  const printed = new Map<string, { readonly atMs: number; readonly reading: Promise<SecretReading> }>();
  return (ref) => {
    if (ref.kind !== 'command') return readSecret(ref, sources);
    const key = JSON.stringify(ref.argv);
    const held = printed.get(key);
    const nowMs = clock.nowMs();
    if (held !== undefined && nowMs - held.atMs < keptMs) return held.reading;
    const reading = readSecret(ref, sources).then((found) => {
      if (found.kind === 'missing') printed.delete(key);
      return found;
    });
    printed.set(key, { atMs: nowMs, reading });
    return reading;
  };
}

/** The secrets that watching servers and streams, and telling receivers, needs. */
export function watchedSecrets({
  servers,
  streams,
  publish,
}: Pick<Config, 'servers' | 'streams' | 'publish'>): readonly SecretRef[] {
  return [
    ...servers.flatMap(({ via }) => (via?.kind === 'prometheus' && via.auth !== undefined ? [via.auth.secret] : [])),
    ...[...streams, publish.otlp, publish.remoteWrite, publish.influx].flatMap((place) =>
      headerSecrets(place?.headers ?? []),
    ),
  ];
}

/**
 * Reads what may need a passphrase before anything else has the terminal: once there is a screen, nobody could type it. What is
 * missing is said where it is needed.
 */
export async function unlockAhead(refs: readonly SecretRef[], read: ReadSecret): Promise<void> {
  for (const ref of refs) if (ref.kind === 'sealed') await read(ref);
}
