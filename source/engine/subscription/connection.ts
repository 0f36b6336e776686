import { WebSocket } from 'ws';
import { messageOf } from '../../model/error.js';
import type { Clock } from '../../time/clock.js';
import { startHeartbeat } from './heartbeat.js';

/** Numbers that a connection is held to. */
export type ConnectionLimits = {
  readonly handshakeTimeoutMs: number;
  /** A message over this ends the connection before it is read whole. */
  readonly maxMessageBytes: number;
  readonly heartbeatMs: number;
  /** Pings without an answer after which the peer counts as gone. */
  readonly missedPongs: number;
};

export const defaultConnectionLimits: ConnectionLimits = {
  handshakeTimeoutMs: 10_000,
  maxMessageBytes: 1024 * 1024,
  heartbeatMs: 5_000,
  missedPongs: 2,
};

/** What a connection tells its owner. `ended` comes exactly once, last. */
export type ConnectionListener = {
  readonly opened: () => void;
  readonly message: (text: string) => void;
  readonly pong: (rttMs: number) => void;
  readonly ended: (reason: string) => void;
};

/** One WebSocket from its attempt to its end; a new attempt is a new connection. */
export type Connection = {
  readonly isOpen: () => boolean;
  /** Bytes given to the socket that the kernel has not taken yet. */
  readonly bufferedBytes: () => number;
  /** `done` is called when the message was handed to the kernel, or could not be. */
  readonly send: (message: string, done: () => void) => void;
  /** Says goodbye and waits for the peer's; `terminate` cuts. */
  readonly close: () => void;
  readonly terminate: (reason: string) => void;
};

/** Begins a connection. Never throws: an address that cannot be used ends it, like everything else that goes wrong. */
export function connect(
  url: string,
  clock: Clock,
  listener: ConnectionListener,
  limits: ConnectionLimits = defaultConnectionLimits,
): Connection {
  let socket: WebSocket;
  try {
    socket = new WebSocket(url, {
      maxPayload: limits.maxMessageBytes,
      maxFragments: 1_024,
      // On by default in the client, where it costs three times the CPU of a message and saves nothing on a LAN.
      perMessageDeflate: false,
      followRedirects: false,
    });
  } catch (error) {
    queueMicrotask(() => listener.ended(messageOf(error)));
    return deadConnection;
  }

  let reason: string | null = null;
  let stopHeartbeat = (): void => {};
  const terminate = (because: string): void => {
    reason ??= because;
    socket.terminate();
  };
  const cancelHandshake = clock.after(limits.handshakeTimeoutMs, () =>
    terminate(`no WebSocket handshake within ${limits.handshakeTimeoutMs / 1000} s`),
  );
  socket.on('open', () => {
    cancelHandshake();
    listener.opened();
    stopHeartbeat = startHeartbeat(socket, clock, limits, listener.pong, terminate);
  });
  socket.on('message', (payload) => {
    // A peer that is being cut may still have messages in the buffer; they came after the end.
    if (reason === null) listener.message(payload.toString());
  });
  // Every error is followed by a close, but a polite one may take half a minute of a peer that does not answer.
  socket.on('error', (error) => terminate(messageOf(error)));
  socket.on('close', (code) => {
    cancelHandshake();
    stopHeartbeat();
    listener.ended(reason ?? `closed by the server (code ${code})`);
  });

  return {
    isOpen: () => socket.readyState === WebSocket.OPEN,
    bufferedBytes: () => socket.bufferedAmount,
    send: (message, done) => socket.send(message, () => done()),
    close: () => socket.close(1000),
    terminate,
  };
}

const deadConnection: Connection = {
  isOpen: () => false,
  bufferedBytes: () => 0,
  send: (_message, done) => done(),
  close: () => {},
  terminate: () => {},
};
