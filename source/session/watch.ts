import { noSecrets, type ReadSecret } from '../config/authorization.js';
import { type Fleet, startFleet } from '../engine/monitor/fleet.js';
import type { SshThread } from '../engine/monitor/ssh/start-ssh-thread.js';
import { createReadingMetrics, type OwnMetrics } from '../engine/subscription/reading-metrics.js';
import { stopAll } from '../engine/subscription/stop-all.js';
import { subscribe } from '../engine/subscription/subscribe.js';
import { readMetricSettings } from '../measure/metric-settings.js';
import type { Emit } from '../model/events.js';
import { countText } from '../model/quantity-text.js';
import type { ServerSpec } from '../model/server.js';
import { inSteps } from '../model/server-steps.js';
import type { StreamSpec } from '../model/stream.js';
import type { Clock } from '../time/clock.js';
import type { Random } from '../time/random.js';

/** Everything that is watched, load or no load. */
export type Watch = {
  readonly fleet: Pick<Fleet, 'retry' | 'showCores'>;
  /** Closes the circuit of every stream by hand: those that wait are tried at once. */
  readonly resetCircuits: () => void;
  /** What plimsoll measures of its own reading of streams, up to now; after the stop, up to it. */
  readonly metrics: () => OwnMetrics;
  /** Ends all of it. What could not be sent to a stream any more is told. */
  readonly stop: () => Promise<void>;
};

/** What a watch uses beside its clock; each has its ordinary value. */
export type WatchParts = {
  /** The thread that logins were made ahead on; null: one of its own, which asks nobody. */
  readonly ssh?: SshThread | null;
  /** May choose how plimsoll measures itself. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Given each message of a stream. */
  readonly onMessage?: (stream: string, message: object) => void;
  /** Absent: no secret can be read. */
  readonly readSecret?: ReadSecret;
};

/** Starts watching servers and streams; what they say reaches `emit`. */
export function startWatch(
  servers: readonly ServerSpec[],
  streams: readonly StreamSpec[],
  clock: Clock,
  random: Random,
  emit: Emit,
  parts: WatchParts = {},
): Watch {
  const { ssh = null, env = process.env, onMessage = () => {}, readSecret = noSecrets } = parts;
  const settings = readMetricSettings(env);
  if (settings.kind === 'problems') {
    for (const { path, message } of settings.problems) {
      emit({ kind: 'note', severity: 'warning', text: `${path}: ${message}; all is recorded in full` });
    }
  }
  const metrics = createReadingMetrics(settings.kind === 'problems' ? { kind: 'full' } : settings, clock, random);
  const emitInSteps: Emit = (event) =>
    emit(event.kind === 'server/sample' ? { ...event, sample: inSteps(event.sample) } : event);
  const fleet = startFleet(servers, { clock, random, emit: emitInSteps, ssh, readSecret });
  const subscribed = streams.map((stream) =>
    subscribe(stream, clock, random, emit, {
      readSecret,
      metrics,
      onMessage: (message) => onMessage(stream.name, message),
    }),
  );
  let last: OwnMetrics | null = null;
  return {
    fleet,
    metrics: () => last ?? metrics.snapshot(),
    resetCircuits() {
      for (const stream of subscribed) stream.reset();
    },
    async stop() {
      const [, { pendingDropped }] = await Promise.all([fleet.stop(), stopAll(subscribed)]);
      last = metrics.snapshot();
      metrics.stop();
      if (pendingDropped === 0) return;
      const text = `${countText(pendingDropped)} messages to metric streams could not be sent any more`;
      emit({ kind: 'note', severity: 'warning', text });
    },
  };
}
