import type { SamplerEngine } from './sampler-script.js';

/**
 * The ways to read a server. `awk` and `sh`: a sampler that stays, in one shell. `sftp`: its files, by its file server, without
 * any shell. `exec`: a command of its own for each reading.
 */
export type ReadingWay = SamplerEngine | 'sftp' | 'exec';

/** Why there is no connection: `refused` waits for a person, `down` is tried again. `reason` is made safe to print. */
export type LoginFailure = { readonly kind: 'refused' | 'down'; readonly reason: string };

/** A shell on a server, or what stands for one: its input and output carried as text. */
export type Channel = {
  readonly write: (text: string) => void;
  /** Ends the shell's input, on which the sampler ends by itself; the connection stays. Harmless to repeat. */
  readonly close: () => void;
  /** Gives up the whole connection, without waiting for the other side. */
  readonly destroy: () => void;
};

export type ChannelListener = {
  readonly output: (text: string) => void;
  readonly errors: (text: string) => void;
  /**
   * The channel is over; nothing comes any more. `reason` is safe to print. `isConnectionLost`: with the whole connection, and
   * not by what ran on the server. Called once.
   */
  readonly ended: (reason: string, isConnectionLost: boolean) => void;
};

export type OpenEnd =
  | { readonly kind: 'open'; readonly channel: Channel }
  /** The login is good, but the server does not give what this way needs. */
  | { readonly kind: 'no-channel'; readonly reason: string }
  | LoginFailure;

/** The way to one server's shell. */
export type Transport = {
  /** What it can be read by, the cheapest for the server first. */
  readonly ways: readonly [ReadingWay, ...ReadingWay[]];
  /**
   * Logs in where that has not been done, and opens what a way needs: `/bin/sh` for a sampler, which is sent then; the other
   * ways say `@READY` to an empty line. Never rejects.
   */
  readonly open: (listener: ChannelListener, way: ReadingWay) => Promise<OpenEnd>;
  /** Logs in ahead of the shell, where the transport can: how it ended is told by the next `open`. */
  readonly logIn?: () => Promise<void>;
  /** Ends the connection. Harmless to repeat; an `open` under way ends as `down`. */
  readonly close: () => void;
};
