import net from 'node:net';
import { codeOf, messageOf } from '../../model/error.js';
import type { Endpoint } from './endpoint.js';
import type { HeadMemo } from './head-memo.js';
import type { ResponseHead } from './response-head.js';
import { createResponseParser } from './response-parser.js';
import { createTlsWay } from './tls-way.js';

/** Why a connection failed: Node's error code where there is one, and a clause for people. */
export type ConnectionFault = { readonly code: string | null; readonly reason: string };

/** What a connection tells its owner. After `failed` or `closed` it says nothing more. */
export type ConnectionListeners = {
  readonly opened: (connection: Connection) => void;
  /** The answer to the request is whole. Not reusable: the connection is closed already. */
  readonly answered: (connection: Connection, head: ResponseHead, reusable: boolean) => void;
  /** It could not be opened, or broke while a request was under way. */
  readonly failed: (connection: Connection, fault: ConnectionFault) => void;
  /** It was closed by the server while idle. */
  readonly closed: (connection: Connection) => void;
};

/** One connection that carries one request at a time. */
export type Connection = {
  /** Writes a request. Only while open and idle. `isHead`: it is a HEAD, whose answer has no body. */
  readonly send: (bytes: Uint8Array, isHead: boolean) => void;
  /** Closes at once and says nothing more. Twice is harmless. */
  readonly destroy: () => void;
  readonly state: () => 'connecting' | 'idle' | 'busy' | 'gone';
  /** Requests answered on it. */
  readonly served: () => number;
  /** When the first byte of the present answer came, on the scale of the shared clock; null before. */
  readonly firstByteMs: () => number | null;
};

/** What the connections of one thread share. */
export type SharedReading = {
  /**
   * Every read is consumed before the next can happen, so one buffer serves all and reading allocates nothing. (A TLS
   * socket brings buffers of its own.)
   */
  readonly buffer: Buffer;
  readonly memo: HeadMemo;
  readonly nowMs: () => number;
};

/** Opens one keep-alive connection. */
export function openConnection(endpoint: Endpoint, reading: SharedReading, listeners: ConnectionListeners): Connection {
  const parser = createResponseParser(reading.memo);
  let state: 'connecting' | 'idle' | 'busy' | 'gone' = 'connecting';
  let served = 0;
  let firstByteMs: number | null = null;
  let error: Error | null = null;

  const leave = (): void => {
    state = 'gone';
    socket.destroy();
  };
  const fail = (fault: ConnectionFault): void => {
    leave();
    listeners.failed(connection, fault);
  };
  const settle = (clean: boolean): void => {
    const head = parser.head();
    const reusable = clean && parser.isReusable();
    served += 1;
    if (reusable) state = 'idle';
    else leave();
    listeners.answered(connection, head, reusable);
  };
  const take = (chunk: Buffer, length: number): void => {
    if (state === 'gone') return;
    if (state !== 'busy') {
      // Bytes that nobody asked for: whatever follows could not be told from an answer.
      leave();
      listeners.closed(connection);
      return;
    }
    firstByteMs ??= reading.nowMs();
    const taken = parser.feed(chunk, length);
    switch (parser.state()) {
      case 'reading':
        return;
      case 'failed':
        fail({ code: 'not-http', reason: parser.reason() });
        return;
      case 'done':
        // Bytes beyond the answer belong to none that was asked for: the connection can't be trusted with another.
        settle(taken === length);
        return;
    }
  };
  const ended = (): void => {
    if (state === 'gone') return;
    if (state === 'idle') {
      leave();
      listeners.closed(connection);
      return;
    }
    if (state === 'connecting' || error !== null) {
      const code = codeOf(error);
      fail({ code, reason: error === null ? 'the connection closed while it was being opened' : messageOf(error) });
      return;
    }
    parser.end();
    if (parser.state() === 'done') settle(false);
    else fail({ code: 'closed', reason: parser.reason() });
  };

  const connection: Connection = {
    send(bytes, isHead) {
      parser.expect(isHead);
      firstByteMs = null;
      state = 'busy';
      socket.write(bytes);
    },
    destroy() {
      if (state !== 'gone') leave();
    },
    state: () => state,
    served: () => served,
    firstByteMs: () => firstByteMs,
  };
  const opened = (): void => {
    if (state !== 'connecting') return;
    state = 'idle';
    listeners.opened(connection);
  };
  const socket = connect(endpoint, reading.buffer, take, opened);
  socket.setNoDelay(true);
  socket.on('error', (cause) => {
    error = cause;
    // 'close' follows, but one turn later; the outcome is known now.
    ended();
  });
  socket.on('end', ended);
  socket.on('close', ended);
  return connection;
}

function connect(
  endpoint: Endpoint,
  buffer: Buffer,
  take: (chunk: Buffer, length: number) => void,
  opened: () => void,
): net.Socket {
  const { address: host, port } = endpoint;
  if (endpoint.protocol === 'https') {
    const socket = (endpoint.tls ?? createTlsWay()).connect({ ...endpoint, protocols: ['http/1.1'] }, opened);
    socket.on('data', (chunk: Buffer) => take(chunk, chunk.length));
    return socket;
  }
  const callback = (length: number): boolean => {
    take(buffer, length);
    return true;
  };
  return net.connect({ host, port, onread: { buffer, callback } }, opened);
}
