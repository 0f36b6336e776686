import type { TestContext } from 'node:test';
import { type Subscription, subscribe } from '../../../source/engine/subscription/subscribe.js';
import { createRandom } from '../../../source/time/random.js';
import { createVirtualClock, type VirtualClock } from '../../../source/time/virtual-clock.js';
import { startStreamServer, type TestStreamServer } from '../../helpers/websocket-servers.js';
import { createEventLog, type EventLog } from './event-log.js';

/** What a subscription says first on every connection. */
export const subscribeMessage = '{"type":"subscribe","stream":"metrics"}';

export type Started = { readonly clock: VirtualClock; readonly log: EventLog; readonly subscription: Subscription };

/** A real subscription to a real server, on virtual time: waits pass when the test says so. */
export function start(context: TestContext, url: string): Started {
  const clock = createVirtualClock();
  const log = createEventLog();
  const subscription = subscribe({ name: 'metrics', url, server: 'api-1' }, clock, createRandom(1), log.emit);
  context.after(() => subscription.stop());
  return { clock, log, subscription };
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
