import { type Fleet, startFleet } from '../engine/monitor/fleet.js';
import type { SshAccess } from '../engine/monitor/ssh/access.js';
import { subscribe } from '../engine/subscription/subscribe.js';
import type { Emit } from '../model/events.js';
import type { ServerSpec } from '../model/server.js';
import type { StreamSpec } from '../model/stream.js';
import type { Clock } from '../time/clock.js';
import type { Random } from '../time/random.js';

/** Everything that is watched, load or no load. */
export type Watch = {
  readonly fleet: Pick<Fleet, 'retry' | 'showCores'>;
  readonly stop: () => Promise<void>;
};

/** Starts watching servers and streams; what they say reaches `emit`. `ssh` is the access that logins were made ahead with. */
export function startWatch(
  servers: readonly ServerSpec[],
  streams: readonly StreamSpec[],
  clock: Clock,
  random: Random,
  emit: Emit,
  ssh: SshAccess | null = null,
): Watch {
  const fleet = startFleet(servers, { clock, random, emit, ssh });
  const subscribed = streams.map((stream) => subscribe(stream, clock, random, emit));
  return {
    fleet,
    async stop() {
      fleet.stop();
      await Promise.all(subscribed.map((stream) => stream.stop()));
    },
  };
}
