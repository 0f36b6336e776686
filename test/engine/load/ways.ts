import type { HostSpec } from '../../../source/engine/load/load.js';
import type { HttpRequest } from '../../../source/model/work.js';
import { type NodeServer, startNodeServer } from '../../helpers/http-servers.js';
import { type DrivenWire, type Ended, flow, hostAt, type WireOptions, withWire } from './driven-wire.js';

/** The ways on which a request can go: raw, over undici in HTTP/2, or as the one step of a flow. */
export const ways = ['raw', 'http2', 'flow'] as const;

export type Way = (typeof ways)[number];

export type OnTheWay = {
  readonly server: NodeServer;
  readonly wire: DrivenWire;
  /** Sends one request and says how its arrival ended; of a flow, its step is accepted by its status. */
  readonly send: (request: HttpRequest, client?: number) => Promise<Ended>;
};

/** Runs a test on one way, against a server that answers so. */
export async function onTheWay(
  way: Way,
  handle: Parameters<typeof startNodeServer>[1],
  options: { readonly host?: Partial<HostSpec>; readonly wire?: WireOptions },
  use: (on: OnTheWay) => Promise<void>,
): Promise<void> {
  const server = await startNodeServer(way === 'http2' ? 'h2c' : 'http', handle);
  const host = hostAt(server.port, { ...options.host, ...(way === 'http2' ? { protocol: 'http2' } : {}) });
  try {
    await withWire([host], { ...options.wire, hasFlows: way === 'flow' }, (wire) =>
      use({
        server,
        wire,
        send(request, client) {
          if (way !== 'flow') return wire.submit(request, client);
          const step = flow(async (ask) => {
            await ask(request);
            return wire.steps.at(-1)!.outcome === 'ok';
          });
          return wire.submit(step, client);
        },
      }),
    );
  } finally {
    await server.stop();
  }
}
