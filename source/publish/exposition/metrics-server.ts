import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isLoopbackHost } from '../../config/target-guard.js';
import type { Clock } from '../../time/clock.js';
import type { Moment } from '../metrics/metric.js';
import { metricFamilies } from './metric-families.js';
import { metricsText } from './metrics-text.js';
import { contentTypes, type ExpositionFormat, formatFor } from './negotiate.js';

export type MetricsServer = {
  /** Where it is scraped. */
  readonly url: string;
  readonly close: () => Promise<void>;
};

export type MetricsServerOptions = {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  /** What a scraper must show as its bearer token; null: nothing, which is for loopback only. */
  readonly token: string | null;
  readonly read: () => Moment;
  readonly clock: Clock;
};

/** Scrapes that come closer together get the same answer: making one for 500 servers takes tens of milliseconds. */
const freshMs = 200;
const mostConnections = 32;

/** Serves `/metrics`. Rejects with Node's own error where the port cannot be had. */
export async function startMetricsServer(options: MetricsServerOptions): Promise<MetricsServer> {
  const { clock, host, port, read, token } = options;
  const held = new Map<ExpositionFormat, { readonly atMs: number; readonly body: string | Uint8Array }>();
  const bodyIn = (format: ExpositionFormat): string | Uint8Array => {
    const before = held.get(format);
    const nowMs = clock.nowMs();
    if (before !== undefined && nowMs - before.atMs < freshMs) return before.body;
    const { metrics } = read();
    const body =
      format === 'protobuf'
        ? metricFamilies(metrics)
        : metricsText(metrics, format === 'openmetrics' ? 'openmetrics' : 'prometheus');
    held.set(format, { atMs: nowMs, body });
    return body;
  };
  const expected = token === null ? null : digest(`Bearer ${token}`);
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    // What comes is not read: nothing that is asked here has a body.
    request.resume();
    const refuse = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): void => {
      response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers }).end(`${text}\n`);
    };
    // Without a token a page in a browser could ask here under a name of its own that leads to this machine.
    if (expected === null && !isLoopbackHost(hostOf(request.headers.host))) {
      refuse(403, 'expected to be asked under a name of this machine, such as 127.0.0.1');
    } else if (expected !== null && !timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) {
      refuse(401, 'expected the header Authorization: Bearer TOKEN', { 'www-authenticate': 'Bearer realm="plimsoll"' });
    } else if (request.url?.split('?')[0] !== '/metrics') {
      refuse(404, 'the metrics are at /metrics');
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      refuse(405, 'expected GET', { allow: 'GET, HEAD' });
    } else {
      const format = formatFor(request.headers.accept);
      const body = bodyIn(format);
      const headers = { 'content-type': contentTypes[format], 'content-length': Buffer.byteLength(body) };
      response.writeHead(200, { ...headers, 'cache-control': 'no-store', vary: 'accept' });
      response.end(request.method === 'HEAD' ? undefined : body);
    }
  };
  const server = createServer({ maxHeaderSize: 8192, requestTimeout: 5_000, headersTimeout: 5_000 }, answer);
  server.maxConnections = mostConnections;
  server.listen(port, host);
  await once(server, 'listening');
  // A session ends when it has ended, whoever still listens.
  server.unref();
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/metrics`,
    async close() {
      if (!server.listening) return;
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

/** Texts of any length compared in the same time. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function hostOf(header: string | undefined): string {
  return (header ?? '').replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
}
