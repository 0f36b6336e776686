import type { TestContext } from 'node:test';
import { type Subscription, type SubscriptionParts, subscribe } from '../../../source/engine/subscription/subscribe.js';
import type { StreamSpec } from '../../../source/model/stream.js';
import { createRandom } from '../../../source/time/random.js';
import { createVirtualClock, type VirtualClock } from '../../../source/time/virtual-clock.js';
import { startStreamServer, type TestStreamServer } from '../../helpers/websocket-servers.js';
import { createEventLog, type EventLog } from './event-log.js';

/** What a subscription says first on every connection. */
export const subscribeMessage = '{"type":"subscribe","stream":"metrics"}';

export type Started = { readonly clock: VirtualClock; readonly log: EventLog; readonly subscription: Subscription };

/** A real subscription to a real server, on virtual time: waits pass when the test says so. */
export function start(
  context: TestContext,
  url: string,
  spec: Partial<StreamSpec> = {},
  parts: SubscriptionParts = {},
): Started {
  const clock = createVirtualClock();
  const log = createEventLog();
  const whole = { name: 'metrics', url, server: 'api-1', ...spec };
  const subscription = subscribe(whole, clock, createRandom(1), log.emit, parts);
  context.after(() => subscription.stop());
  return { clock, log, subscription };
}

/** Lets the present wait pass, so that the next attempt begins. */
export async function passWait({ clock, log }: Started): Promise<void> {
  const { state } = await log.next('stream/state', (event) => event.state.kind === 'waiting');
  log.forget();
  clock.advance(state.kind === 'waiting' ? state.nextAttemptAtMs - clock.nowMs() : 0);
}

/** A server that ends with its test. */
export async function startServer(
  context: TestContext,
  ...handlers: Parameters<typeof startStreamServer>
): Promise<TestStreamServer> {
  const server = await startStreamServer(...handlers);
  context.after(() => server.close());
  return server;
}
