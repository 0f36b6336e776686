import { WebSocket } from 'ws';
import { messageOf } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';
import type { Clock } from '../../time/clock.js';
import { startHeartbeat } from './heartbeat.js';

/** Numbers that a connection is held to. */
export type ConnectionLimits = {
  readonly handshakeTimeoutMs: number;
  /** A message over this ends the connection before it is read whole. */
  readonly maxMessageBytes: number;
  /** Pieces that one message may come in. */
  readonly maxFragments: number;
  readonly heartbeatMs: number;
  /** Pings without an answer after which the peer counts as gone. */
  readonly missedPongs: number;
};

export const defaultConnectionLimits: ConnectionLimits = {
  handshakeTimeoutMs: 10_000,
  maxMessageBytes: 1024 * 1024,
  maxFragments: 1_024,
  heartbeatMs: 5_000,
  missedPongs: 2,
};

/** What a connection tells its owner. `ended` comes exactly once, last. */
export type ConnectionListener = {
  readonly opened: () => void;
  readonly message: (payload: Buffer) => void;
  readonly pong: (rttMs: number) => void;
  readonly ended: (reason: string) => void;
};

/** Header fields of the handshake, secrets and all. */
export type HandshakeHeaders = Readonly<Record<string, string>>;

/** One WebSocket from its attempt to its end; a new attempt is a new connection. */
export type Connection = {
  readonly isOpen: () => boolean;
  /** Bytes given to the socket that the kernel has not taken yet. */
  readonly bufferedBytes: () => number;
  /** `done` is called once: whether the message was handed to the kernel. */
  readonly send: (message: string, done: (isSent: boolean) => void) => void;
  /** Stops and goes on reading: meanwhile the peer is held back by TCP. */
  readonly pause: () => void;
  readonly resume: () => void;
  /** Says goodbye and waits for the peer's; `terminate` cuts. */
  readonly close: () => void;
  readonly terminate: (reason: string) => void;
};

/** How connections are begun; replaced where no network is wanted. */
export type Connect = (
  url: string,
  headers: HandshakeHeaders,
  clock: Clock,
  listener: ConnectionListener,
) => Connection;

/** Answers to the peer's pings wait in our memory while it does not read: those over this are not given. */
const maxPongBacklogBytes = 64 * 1024;

/** Begins a connection. Never throws: an address that cannot be used ends it, like everything else that goes wrong. */
export function connect(
  url: string,
  headers: HandshakeHeaders,
  clock: Clock,
  listener: ConnectionListener,
  limits: ConnectionLimits = defaultConnectionLimits,
): Connection {
  let socket: WebSocket;
  try {
    socket = new WebSocket(url, {
      headers: { ...headers },
      maxPayload: limits.maxMessageBytes,
      maxFragments: limits.maxFragments,
      // On by default in the client, where it costs three times the CPU of a message and saves nothing on a LAN.
      perMessageDeflate: false,
      followRedirects: false,
      autoPong: false,
    });
  } catch (error) {
    return endedAtOnce(messageOf(error), listener);
  }

  let reason: string | null = null;
  let stopHeartbeat = (): void => {};
  let isHeard = false;
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
    const wasHeard = (): boolean => {
      const was = isHeard;
      isHeard = false;
      return was;
    };
    stopHeartbeat = startHeartbeat(socket, clock, limits, wasHeard, listener.pong, terminate);
  });
  socket.on('message', (payload) => {
    isHeard = true;
    // A peer that is being cut may still have messages in the buffer; they came after the end.
    if (reason === null) listener.message(payload as Buffer);
  });
  socket.on('ping', (payload) => {
    if (socket.readyState === WebSocket.OPEN && socket.bufferedAmount < maxPongBacklogBytes) socket.pong(payload);
  });
  // Every error is followed by a close, but a polite one may take half a minute of a peer that does not answer.
  socket.on('error', (error) => terminate(plainText(messageOf(error), 200)));
  socket.on('close', (code) => {
    cancelHandshake();
    stopHeartbeat();
    listener.ended(reason ?? `closed by the server (code ${code})`);
  });

  return {
    isOpen: () => socket.readyState === WebSocket.OPEN,
    bufferedBytes: () => socket.bufferedAmount,
    send: (message, done) => socket.send(message, (error) => done(error === undefined || error === null)),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => socket.close(1000),
    terminate,
  };
}

/** A connection that could not even be tried. */
export function endedAtOnce(reason: string, listener: ConnectionListener): Connection {
  queueMicrotask(() => listener.ended(plainText(reason, 200)));
  return {
    isOpen: () => false,
    bufferedBytes: () => 0,
    send: (_message, done) => done(false),
    pause: () => {},
    resume: () => {},
    close: () => {},
    terminate: () => {},
  };
}
