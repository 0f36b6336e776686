import { type Fleet, startFleet } from '../engine/monitor/fleet.js';
import type { SshThread } from '../engine/monitor/ssh/start-ssh-thread.js';
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

/** Starts watching servers and streams; what they say reaches `emit`. `ssh` is the thread that logins were made ahead on. */
export function startWatch(
  servers: readonly ServerSpec[],
  streams: readonly StreamSpec[],
  clock: Clock,
  random: Random,
  emit: Emit,
  ssh: SshThread | null = null,
): Watch {
  const fleet = startFleet(servers, { clock, random, emit, ssh });
  const subscribed = streams.map((stream) => subscribe(stream, clock, random, emit));
  return {
    fleet,
    async stop() {
      await Promise.all([fleet.stop(), ...subscribed.map((stream) => stream.stop())]);
    },
  };
}
