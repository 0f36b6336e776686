import { WebSocket } from 'ws';
import type { Clock } from '../../time/clock.js';
import type { ConnectionLimits } from './connection.js';

/**
 * Pings an open socket, at once and then every `heartbeatMs`; a peer that vanished without a word is noticed by nothing
 * else. Calls `pong` with each round trip in ms, and `dead` with the reason when too many pings went unanswered and
 * nothing else was heard either: `wasHeard` says whether, since it was last asked. A peer that is full of words but short
 * of pongs lives. Returns its end.
 */
export function startHeartbeat(
  socket: WebSocket,
  clock: Clock,
  limits: Pick<ConnectionLimits, 'heartbeatMs' | 'missedPongs'>,
  wasHeard: () => boolean,
  pong: (rttMs: number) => void,
  dead: (reason: string) => void,
): () => void {
  const sentAtMs = new Map<string, number>();
  let pings = 0;
  const ping = (): void => {
    if (socket.readyState !== WebSocket.OPEN) {
      // It said goodbye and left the connection open. The close that follows carries its code.
      socket.terminate();
      return;
    }
    if (wasHeard()) sentAtMs.clear();
    if (sentAtMs.size >= limits.missedPongs) {
      dead(`no answer to ${sentAtMs.size} pings in ${(limits.heartbeatMs * sentAtMs.size) / 1000} s`);
      return;
    }
    pings += 1;
    sentAtMs.set(String(pings), clock.nowMs());
    socket.ping(String(pings));
  };
  const onPong = (payload: Buffer): void => {
    const sentMs = sentAtMs.get(payload.toString());
    if (sentMs === undefined) return;
    // An answer to a later ping shows that the peer lives, so those before it are settled too.
    sentAtMs.clear();
    pong(clock.nowMs() - sentMs);
  };
  socket.on('pong', onPong);
  ping();
  const cancel = clock.every(limits.heartbeatMs, ping);
  return () => {
    cancel();
    socket.off('pong', onPong);
  };
}
