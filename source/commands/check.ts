import { type ExitCode, exitCodes } from '../model/exit-code.js';
import { plainText } from '../model/plain-text.js';
import { createSystemClock } from '../time/clock.js';
import type { CheckCommand } from './invocation.js';
import type { Io } from './io.js';
import { secretReader, unlockAhead, watchedSecrets } from './secret-reader.js';
import type { Tried } from './tried.js';
import { tryChannels } from './try-channels.js';
import { tryPlaces } from './try-places.js';
import { tryMetricsToken, tryReceivers } from './try-receivers.js';
import { tryWatched } from './try-watched.js';

/**
 * `plimsoll check`: tries every server, stream, channel, secret, file, target and receiver of a config, without load and
 * without a message to anybody, and says what to do about each that fails. Exit code 0 where all is well, 3 where something could not be reached or read.
 */
export async function check({ config, asJson }: CheckCommand, io: Io): Promise<ExitCode> {
  // Secrets first: they may ask for a passphrase, and logins ask too.
  const read = secretReader(io);
  const places = await tryPlaces(config, read);
  await unlockAhead(watchedSecrets(config), read);
  const token = await tryMetricsToken(config.publish, read);
  const channels = await tryChannels(config.alerts, io);
  const watched = await tryWatched(config.servers, config.streams, read, io);
  const receivers = await tryReceivers(config.publish, read, createSystemClock().wallMs());
  const tried = [...places, ...token, ...channels, ...watched, ...receivers];
  const isOk = tried.every((one) => one.isOk);
  if (asJson) io.stdout.write(`${JSON.stringify({ kind: 'check', ok: isOk, checks: tried.map(jsonOf) }, null, 2)}\n`);
  else for (const one of tried) io.stdout.write(`${lineOf(one)}\n`);
  if (tried.length === 0) {
    io.stderr.write('plimsoll: the config is well formed, and names no target, server, stream or channel to try\n');
  }
  return isOk ? exitCodes.met : exitCodes.unmeasured;
}

function lineOf({ kind, name, isOk, message, hint }: Tried): string {
  const what = kind === 'file' ? `file of ${name}` : `${kind} ${plainText(name, 200)}`;
  return `${isOk ? 'ok    ' : 'failed'}  ${what}: ${message}${hint === null ? '' : ` (${hint})`}`;
}

function jsonOf({ kind, name, isOk, message, hint }: Tried) {
  return { kind, name, ok: isOk, message, hint };
}
