import type { SessionEvent } from '../../../source/model/events.js';
import type { StreamDetail, StreamSpec } from '../../../source/model/stream.js';
import { reduce } from '../../../source/store/reduce.js';
import { initialView, type SessionView } from '../../../source/store/state.js';
import { scriptedHead } from './scripted-session.js';

/** A stream that declares two metrics. */
export const declaringStream: StreamSpec = {
  name: 'api metrics',
  url: 'ws://127.0.0.1:1/metrics',
  server: null,
  metrics: [
    { name: 'depth', path: 'queue.depth', kind: 'gauge', unit: null },
    { name: 'requests', path: 'total', kind: 'counter', unit: 'requests' },
  ],
};

/** What is known of the stream in a second. */
export function detailAt(second: number): StreamDetail {
  return {
    queue: {
      pendingBytes: 100,
      peak: 7,
      droppedFor: { overflow: 3, rejected: 2, duplicate: 1, tooLarge: 0, undeliverable: 1, shutdown: 0 },
      retried: { sent: 9, lost: 1, pending: 0 },
      meanWaitMs: 12.5,
    },
    rttMs: second < 50 ? 1 : 3,
    heldBytes: 10_000 + second * 1_000,
    duplicates: 4,
    series: { kept: 2, refused: 6 },
    throttledSeconds: 2,
    meanReadUs: 15,
  };
}

/** The view after so many seconds of that stream: ten messages and two requests more each second. */
export function watchedView(seconds: number): SessionView {
  const events: SessionEvent[] = [
    { atMs: 0, kind: 'session/started', head: { ...scriptedHead, streams: [declaringStream] } },
    { atMs: 0, kind: 'stream/state', stream: declaringStream.name, state: { kind: 'open' } },
  ];
  for (let second = 1; second <= seconds; second++) {
    const atMs = second * 1_000;
    events.push(
      {
        atMs,
        kind: 'stream/sample',
        sample: {
          stream: declaringStream.name,
          server: null,
          values: { depth: second % 5, requests: second * 2 },
          rttMs: 1,
        },
      },
      {
        atMs,
        kind: 'stream/health',
        stream: declaringStream.name,
        circuit: { kind: 'closed', failures: 0 },
        queue: { accepted: second + 1, sent: second, dropped: 0, expired: 0, pending: 1 },
        counts: { messages: second * 10, unreadable: second, reconnects: 0, opened: 0 },
        detail: detailAt(second),
      },
    );
  }
  return events.reduce(reduce, initialView);
}
