/** Peers by when they were last heard of. */
export type IdlePeers<Peer> = {
  /** The peer was heard of now. */
  readonly touch: (peer: Peer) => void;
  readonly forget: (peer: Peer) => void;
  /** Takes out, and gives back, every peer that was not heard of for the time to live; longest silent first. */
  readonly sweep: () => readonly Peer[];
  readonly size: () => number;
};

/** No peers yet. A sweep looks only at those that it takes out: a `Map` keeps the order in which they were heard of. */
export function createIdlePeers<Peer>(nowMs: () => number, timeToLiveMs: number): IdlePeers<Peer> {
  const heardMs = new Map<Peer, number>();
  return {
    touch(peer) {
      heardMs.delete(peer);
      heardMs.set(peer, nowMs());
    },
    forget(peer) {
      heardMs.delete(peer);
    },
    sweep() {
      const idle: Peer[] = [];
      const sinceMs = nowMs() - timeToLiveMs;
      for (const [peer, atMs] of heardMs) {
        if (atMs > sinceMs) break;
        idle.push(peer);
        heardMs.delete(peer);
      }
      return idle;
    },
    size: () => heardMs.size,
  };
}
