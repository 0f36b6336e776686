import { watchServer } from '../engine/monitor/watch-server.js';
import { subscribe } from '../engine/subscription/subscribe.js';
import type { Emit } from '../model/events.js';
import type { ServerSpec } from '../model/server.js';
import type { StreamSpec } from '../model/stream.js';
import type { Clock } from '../time/clock.js';
import type { Random } from '../time/random.js';

/** Everything that is watched, load or no load. */
export type Watch = { readonly stop: () => Promise<void> };

/** Starts watching servers and streams; what they say reaches `emit`. */
export function startWatch(
  servers: readonly ServerSpec[],
  streams: readonly StreamSpec[],
  clock: Clock,
  random: Random,
  emit: Emit,
): Watch {
  const watched = servers.map((server) => watchServer(server, clock, emit));
  const subscribed = streams.map((stream) => subscribe(stream, clock, random, emit));
  return {
    async stop() {
      for (const server of watched) server.stop();
      await Promise.all(subscribed.map((stream) => stream.stop()));
    },
  };
}
