import net from 'node:net';
import type { Client, Dispatcher } from 'undici';
import { codeOf, messageOf } from '../../model/error.js';
import type { ConnectionFault } from './connection.js';
import type { Endpoint } from './endpoint.js';
import { createTlsWay } from './tls-way.js';

/** A request as undici takes it. */
export type ChannelRequest = {
  readonly method: string;
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly body: Buffer | null;
};

/** What a channel tells of one request. After `ended` or `failed` it says nothing more of it. */
export type RequestListeners = {
  /** It goes onto the wire: once as a rule, again where the server had turned it away unread. */
  readonly sent: () => void;
  /** The first byte of its answer came. */
  readonly begun: () => void;
  readonly head: (status: number, headers: AnswerHeaders) => void;
  readonly data: (chunk: Buffer) => void;
  readonly ended: () => void;
  readonly failed: (fault: ConnectionFault) => void;
};

/** Names in lower case. */
export type AnswerHeaders = Readonly<Record<string, string | string[] | undefined>>;

/** What a channel tells of itself. */
export type ChannelListeners = {
  readonly opened: () => void;
  /** It could not be opened; the last word. */
  readonly failed: (fault: ConnectionFault) => void;
  /** It takes requests again, after it took none for a while. */
  readonly freed: () => void;
  /** It takes no more requests, ever; those under way go on to their ends. */
  readonly closed: () => void;
};

/** One connection by undici: a request at a time in HTTP/1.1, many in HTTP/2. */
export type Channel = {
  /** Sends a request. Only while `isFree()`. Returns how to call it off, without another word of it. */
  readonly send: (request: ChannelRequest, listeners: RequestListeners) => () => void;
  readonly isFree: () => boolean;
  /** Ends everything at once and says nothing more. Twice is harmless. */
  readonly destroy: () => void;
};

export type ChannelOptions = {
  /** Undici's client; given, since loading it takes memory that only some loads need. */
  readonly Client: typeof Client;
  readonly endpoint: Endpoint;
  /** Scheme, host and port. */
  readonly origin: string;
  readonly protocol: 'http1' | 'http2';
  /** Whether the connection carries more than one request. */
  readonly keepAlive: boolean;
};

/** Requests at once on one connection of HTTP/2; a server may allow fewer. */
export const streamsPerConnection = 100;

/** Undici closes idle connections by itself; load keeps them for as long as the server does. */
const neverMs = 2 ** 31 - 1;

const noop = (): void => {};

/**
 * Opens a connection and hands it to an undici client of its own, so that this engine, not undici, decides how many there
 * are and when one is opened. Undici's own timers are off: who sends has deadlines of his own.
 */
export function openChannel(options: ChannelOptions, listeners: ChannelListeners): Channel {
  const { protocol, origin } = options;
  let state: 'connecting' | 'open' | 'closed' | 'destroyed' = 'connecting';
  let client: Client | null = null;
  /** How often undici has asked for a connection, and the second that it got. */
  let asked = 0;
  let another: net.Socket | null = null;
  let isFull = false;
  /** Requests whose end has not been told: how to call each off. */
  const underWay = new Set<() => void>();

  const destroy = (): void => {
    state = 'destroyed';
    // One by one, and before the connection: undici takes a connection that goes with requests on it for a fault of its own.
    for (const callOff of underWay) callOff();
    client?.destroy(null, noop);
    if (asked === 0) socket.destroy();
    another?.destroy();
  };
  const close = (): void => {
    if (state !== 'open') return;
    state = 'closed';
    if (underWay.size === 0) destroy();
    listeners.closed();
  };
  const failToOpen = (fault: ConnectionFault): void => {
    if (state !== 'connecting') return;
    destroy();
    listeners.failed(fault);
  };
  /**
   * Hands out the open socket at undici's first asking. It asks again only where a server sent HTTP/2's farewell and
   * turned requests away unread: those, which undici keeps, get one more connection, and fail with it.
   */
  const handOver = (_to: unknown, callback: (...answer: [null, net.Socket] | [Error, null]) => void): void => {
    asked += 1;
    if (asked === 1) {
      // Undici is not ready for an answer while it asks.
      queueMicrotask(() => callback(null, socket));
      return;
    }
    // For requests of a connection that broke it asks too, before they end: a turn later only true needs are left. Not
    // answered at all, it does not ask on and on.
    setImmediate(() => {
      if (underWay.size === 0 || state === 'destroyed' || asked > 2) return;
      const fresh = connect(options, () => callback(null, fresh));
      fresh.setNoDelay(true);
      fresh.once('error', (error) => callback(error, null));
      another = fresh;
    });
  };
  const opened = (): void => {
    if (state !== 'connecting') return;
    if (protocol === 'http2' && isSecured(socket) && socket.alpnProtocol !== 'h2') {
      failToOpen({ code: 'not-http2', reason: 'it did not agree to speak HTTP/2' });
      return;
    }
    state = 'open';
    client = new options.Client(origin, {
      connect: handOver,
      allowH2: protocol === 'http2',
      pipelining: 1,
      headersTimeout: 0,
      bodyTimeout: 0,
      keepAliveTimeout: neverMs,
      h2Options: { maxConcurrentStreams: streamsPerConnection, pingInterval: 0 },
    });
    client.on('disconnect', close);
    client.on('drain', () => {
      isFull = false;
      if (state === 'open') listeners.freed();
    });
    listeners.opened();
  };

  const socket = connect(options, opened);
  socket.setNoDelay(true);
  socket.on('error', (error) => failToOpen(faultOf(error)));
  socket.on('close', () => {
    failToOpen({ code: null, reason: 'the connection closed while it was being opened' });
    close();
  });

  return {
    send(request, on) {
      let over = false;
      let control: Dispatcher.DispatchController | null = null;
      const end = (tell: () => void): void => {
        if (over) return;
        over = true;
        underWay.delete(callOff);
        tell();
        if (state === 'closed' && underWay.size === 0) destroy();
      };
      const callOff = (): void => end(() => control?.abort(calledOff()));
      underWay.add(callOff);
      // Full before and not after: undici may say that it is free again before it returns.
      isFull = true;
      const takesMore = client!.dispatch(
        {
          method: request.method,
          path: request.path,
          headers: request.headers as string[],
          body: request.body,
          reset: !options.keepAlive,
        },
        {
          onRequestStart(given) {
            control = given;
            if (over) given.abort(calledOff());
            else on.sent();
          },
          onResponseStarted: () => !over && on.begun(),
          onResponseStart(_control, status, headers) {
            // 100 and its like come before the answer proper.
            if (!over && status >= 200) on.head(status, headers);
          },
          onResponseData(_control, chunk) {
            if (!over) on.data(chunk);
          },
          onResponseEnd: () => end(on.ended),
          onResponseError: (_control, error) => end(() => on.failed(faultOf(error))),
        },
      );
      // Refused by undici itself, as it is no request that can be sent, it took no place.
      if (takesMore || over) isFull = false;
      return callOff;
    },
    isFree: () => state === 'open' && !isFull,
    destroy() {
      if (state !== 'destroyed') destroy();
    },
  };
}

function connect({ endpoint, protocol }: ChannelOptions, opened: () => void): net.Socket {
  if (endpoint.protocol === 'https') {
    const protocols = [protocol === 'http2' ? 'h2' : 'http/1.1'];
    return (endpoint.tls ?? createTlsWay()).connect({ ...endpoint, protocols }, opened);
  }
  const socket = net.connect({ host: endpoint.address, port: endpoint.port }, opened);
  // So undici is told what TLS would have agreed upon.
  return protocol === 'http2' ? Object.assign(socket, { alpnProtocol: 'h2' }) : socket;
}

function isSecured(socket: net.Socket): socket is net.Socket & { readonly alpnProtocol: string | false | null } {
  return 'encrypted' in socket;
}

function calledOff(): Error {
  return new Error('The request was called off.');
}

/** Undici's words for what happened, in those of this engine. */
function faultOf(error: unknown): ConnectionFault {
  const code = codeOf(error);
  const reason = messageOf(error);
  if (code === 'UND_ERR_SOCKET') return { code: 'closed', reason };
  if (code?.startsWith('HPE_') || code === 'UND_ERR_HEADERS_OVERFLOW') return { code: 'not-http', reason };
  return { code, reason };
}
