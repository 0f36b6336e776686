import type { SamplerEngine } from './sampler-script.js';

/** Why there is no connection: `refused` waits for a person, `down` is tried again. `reason` is made safe to print. */
export type LoginFailure = { readonly kind: 'refused' | 'down'; readonly reason: string };

/** A shell on a server, its input and output carried as text. */
export type Channel = {
  readonly write: (text: string) => void;
  /** Ends the shell's input, on which the sampler ends by itself. Harmless to repeat. */
  readonly close: () => void;
  /** Gives up the whole connection, without waiting for the other side. */
  readonly destroy: () => void;
};

export type ChannelListener = {
  readonly output: (text: string) => void;
  readonly errors: (text: string) => void;
  /** The channel is over; nothing comes any more. `reason` is safe to print. Called once. */
  readonly ended: (reason: string) => void;
};

export type OpenEnd = { readonly kind: 'open'; readonly channel: Channel } | LoginFailure;

/** The way to one server's shell. */
export type Transport = {
  /** Logs in where that has not been done, and starts `/bin/sh`. Never rejects. */
  readonly open: (listener: ChannelListener, engine: SamplerEngine) => Promise<OpenEnd>;
  /** Logs in ahead of the shell, where the transport can: how it ended is told by the next `open`. */
  readonly logIn?: () => Promise<void>;
  /** Ends the connection. Harmless to repeat; an `open` under way ends as `down`. */
  readonly close: () => void;
};
