import type { Connect, Connection, ConnectionListener } from '../../../source/engine/subscription/connection.js';
import type { Clock } from '../../../source/time/clock.js';
import type { Random } from '../../../source/time/random.js';

/** What the network does to attempts that begin from now on. */
export type Weather = 'fine' | 'refusing' | 'hanging' | 'flapping';

/** A network of nothing but virtual time, with one server that can do everything wrong. */
export type SimulatedNetwork = {
  readonly connect: Connect;
  readonly setWeather: (weather: Weather) => void;
  /** Cuts every open connection; writes that were under way fail, or their word comes too late. */
  readonly cut: () => void;
  /** From now on writes are taken and never finished, and pings not answered, on the open connections. */
  readonly stall: () => void;
  /** Says something on every open connection. */
  readonly say: (text: string) => void;
  /** Texts that the kernel took, in order, each as often as it did. */
  readonly taken: readonly string[];
  readonly attempts: () => number;
};

type Line = {
  readonly listener: ConnectionListener;
  readonly clock: Clock;
  isOpen: boolean;
  hasEnded: boolean;
  isStalled: boolean;
  readonly writes: Set<{ readonly text: string; readonly done: (isSent: boolean) => void }>;
};

const handshakeMs = 3;
const handshakeTimeoutMs = 10_000;
const writeMs = 1;
const rttMs = 2;
const heartbeatMs = 5_000;

export function createSimulatedNetwork(random: Random): SimulatedNetwork {
  const lines = new Set<Line>();
  const taken: string[] = [];
  let weather: Weather = 'fine';
  let attempts = 0;

  const end = (line: Line, clock: Clock, reason: string): void => {
    if (line.hasEnded) return;
    line.hasEnded = true;
    line.isOpen = false;
    lines.delete(line);
    line.listener.ended(reason);
    // Words that come after the end, as a real socket's may, some of them when the message is on another connection.
    for (const { text, done } of line.writes) {
      const isSent = random() < 0.3;
      if (isSent) taken.push(text);
      clock.after(random() < 0.5 ? 0 : 2_000 * random(), () => done(isSent));
    }
  };
  const connect: Connect = (_url, _headers, clock, listener) => {
    attempts += 1;
    const line: Line = { listener, clock, isOpen: false, hasEnded: false, isStalled: false, writes: new Set() };
    lines.add(line);
    beginLine(line, clock, weather);
    return connectionOf(line, clock);
  };
  const beginLine = (line: Line, clock: Clock, at: Weather): void => {
    if (at === 'refusing') clock.after(handshakeMs, () => end(line, clock, 'ECONNREFUSED'));
    else if (at === 'hanging')
      clock.after(handshakeTimeoutMs, () => end(line, clock, 'no WebSocket handshake within 10 s'));
    else {
      clock.after(handshakeMs, () => {
        if (line.hasEnded) return;
        line.isOpen = true;
        line.listener.opened();
        if (at === 'flapping')
          clock.after(1 + 20 * random(), () => end(line, clock, 'closed by the server (code 1006)'));
        beat(line, clock);
      });
    }
  };
  const beat = (line: Line, clock: Clock): void => {
    if (line.hasEnded) return;
    clock.after(rttMs, () => {
      if (line.isOpen && !line.isStalled) line.listener.pong(rttMs);
    });
    clock.after(heartbeatMs, () => {
      if (line.isStalled) end(line, clock, 'no answer to 2 pings in 10 s');
      else beat(line, clock);
    });
  };
  const connectionOf = (line: Line, clock: Clock): Connection => ({
    isOpen: () => line.isOpen,
    bufferedBytes: () => [...line.writes].reduce((sum, { text }) => sum + text.length, 0),
    send(text, done) {
      const write = { text, done };
      line.writes.add(write);
      if (line.isStalled) return;
      clock.after(writeMs, () => {
        if (line.hasEnded || line.isStalled) return;
        line.writes.delete(write);
        taken.push(text);
        done(true);
      });
    },
    pause() {},
    resume() {},
    close: () => {
      clock.after(rttMs, () => {
        if (!line.isStalled) end(line, clock, 'closed');
      });
    },
    terminate: (reason) => {
      clock.after(0, () => end(line, clock, reason));
    },
  });
  return {
    connect,
    setWeather(next) {
      weather = next;
    },
    cut() {
      for (const line of [...lines]) if (line.isOpen) end(line, line.clock, 'ECONNRESET');
    },
    stall() {
      for (const line of lines) line.isStalled = true;
    },
    say(text) {
      for (const line of [...lines]) if (line.isOpen) line.listener.message(Buffer.from(text));
    },
    taken,
    attempts: () => attempts,
  };
}
