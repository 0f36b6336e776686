import type { AlertsConfig } from '../config/alert-parts.js';
import { messageOf } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { Problem } from '../model/problem.js';
import { createSystemClock } from '../time/clock.js';
import type { Io } from './io.js';
import { channelOf } from './read-alerts.js';
import type { Tried } from './tried.js';

const limitMs = 8_000;

/** Tries every channel that the config has, as far as that tells nobody anything, and reads its secrets. */
export async function tryChannels({ channels }: AlertsConfig, io: Io): Promise<readonly Tried[]> {
  const clock = createSystemClock();
  const tried: Tried[] = [];
  for (const [name, entry] of Object.entries(channels)) {
    const named = { kind: 'channel', name } as const;
    const problems: Problem[] = [];
    // A passphrase may be asked for here: one channel after another.
    const channel = await channelOf(name, entry, io, problems);
    tried.push(...problems.map(({ message, hint }) => ({ ...named, isOk: false, message, hint })));
    if (channel === null || problems.length > 0) continue;
    const controller = new AbortController();
    const cancel = clock.after(limitMs, () => controller.abort());
    try {
      const message = plainText(await channel.probe(controller.signal), 400);
      tried.push({ ...named, isOk: true, message, hint: null });
    } catch (error) {
      const got = controller.signal.aborted ? `no answer within ${limitMs / 1000} s` : messageOf(error);
      const hint = `plimsoll alerts test ${name} sends a message that says that it is a test`;
      tried.push({ ...named, isOk: false, message: plainText(got, 400), hint });
    } finally {
      cancel();
    }
  }
  return tried;
}
