import type { TargetAddress } from '../../model/request.js';
import type { HttpRequest } from '../../model/work.js';
import type { AnswerHeaders, ChannelRequest } from './channel.js';
import { channelRequestOf } from './channel-request.js';
import type { CookieJars } from './cookie-jars.js';
import { originOf } from './endpoint.js';
import { createExchange, type Exchange, type ExchangeFailure } from './exchange.js';
import type { ExchangePool } from './exchange-pool.js';
import { redirectOf } from './redirect.js';
import { withCookies } from './with-cookies.js';

/** What came of an errand. */
export type ErrandEnd =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** An accepted status, and not one that would have led elsewhere. */
      readonly isGood: boolean;
      readonly headers: AnswerHeaders;
      /** As much of the body as the errand keeps. */
      readonly body: Buffer;
      readonly firstByteMs: number | null;
    }
  | { readonly kind: ExchangeFailure };

/** One request to be brought to its host, over redirects within it, and its answer back. */
export type Errand = {
  readonly request: HttpRequest;
  readonly client: number;
  /** How much of the answer's body is kept; the rest is read and let go. */
  readonly keepBytes: number;
  readonly connected: (tookMs: number) => void;
  readonly sent: (nowMs: number) => void;
  readonly resent: () => void;
  readonly redirected: () => void;
  readonly ended: (end: ErrandEnd, nowMs: number) => void;
};

/** Brings requests to one host over undici. */
export type Courier = Pick<ExchangePool, 'check' | 'nextCheckMs' | 'connectionsOpen' | 'close'> & {
  /** Returns how to call the errand off. Throws PlimsollError `bad-request-spec` for a request that can't be sent. */
  readonly send: (errand: Errand, nowMs: number) => (nowMs: number) => void;
};

export type CourierOptions = {
  readonly pool: ExchangePool;
  readonly address: TargetAddress;
  readonly protocol: 'http1' | 'http2';
  /** How often one errand is sent on. */
  readonly redirects: number;
  readonly jars: CookieJars | null;
};

export function createCourier({ pool, address, protocol, redirects, jars }: CourierOptions): Courier {
  const origin = originOf(address);
  const known = new WeakMap<HttpRequest, ChannelRequest>();
  const encode = (request: HttpRequest): ChannelRequest =>
    channelRequestOf({ ...address, path: request.path }, request, protocol);
  const encoded = (request: HttpRequest, client: number): ChannelRequest => {
    const cookies = jars?.cookiesFor(client, `${origin}${request.path}`) ?? '';
    if (cookies !== '') return encode(withCookies(request, cookies));
    const before = known.get(request);
    if (before !== undefined) return before;
    const made = encode(request);
    known.set(request, made);
    return made;
  };
  return {
    send(errand, atMs) {
      let exchange: Exchange;
      const go = (request: HttpRequest, hops: number, fromMs: number): void => {
        let status = 0;
        let headers: AnswerHeaders = {};
        let firstByteMs: number | null = null;
        let keptBytes = 0;
        let chunks: Buffer[] = [];
        exchange = createExchange(encoded(request, errand.client), {
          connected: errand.connected,
          sent: hops === 0 ? errand.sent : errand.redirected,
          resent: errand.resent,
          begun(nowMs) {
            firstByteMs = nowMs;
            // An answer that broke off may have been asked for anew.
            keptBytes = 0;
            chunks = [];
          },
          head(givenStatus, givenHeaders) {
            status = givenStatus;
            headers = givenHeaders;
          },
          data(chunk) {
            if (keptBytes >= errand.keepBytes) return;
            chunks.push(chunk.subarray(0, errand.keepBytes - keptBytes));
            keptBytes += chunk.length;
          },
          ended(nowMs) {
            jars?.keep(errand.client, `${origin}${request.path}`, listOf(headers['set-cookie']));
            const location = listOf(headers.location)[0] ?? null;
            const onward = redirects === 0 ? null : redirectOf(request, address, status, location);
            if (onward !== null && onward !== 'elsewhere' && hops < redirects) {
              go(onward, hops + 1, nowMs);
              return;
            }
            const { from, to } = errand.request.okStatus;
            const isGood = onward === null && status >= from && status <= to;
            const body = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
            errand.ended({ kind: 'answered', status, isGood, headers, body, firstByteMs }, nowMs);
          },
          failed: (failure, nowMs) => errand.ended({ kind: failure }, nowMs),
        });
        pool.submit(exchange, fromMs, hops > 0);
      };
      go(errand.request, 0, atMs);
      return (nowMs) => pool.cancel(exchange, nowMs);
    },
    check: pool.check,
    nextCheckMs: pool.nextCheckMs,
    connectionsOpen: pool.connectionsOpen,
    close: pool.close,
  };
}

function listOf(value: string | string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}
