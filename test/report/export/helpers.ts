import type { SessionEvent } from '../../../source/model/events.js';
import type { ExportAbout } from '../../../source/report/export/about.js';
import { createRandom } from '../../../source/time/random.js';
import { interval, scriptedHead, searchEvents } from '../../store/helpers/scripted-session.js';

export const about: ExportAbout = {
  id: scriptedHead.id,
  kind: scriptedHead.kind,
  target: scriptedHead.target,
  startedAt: scriptedHead.startedAt,
};

/** The scripted search, and two intervals after it of which the second had no answers at all. */
export function exportedEvents(): readonly SessionEvent[] {
  const random = createRandom(3);
  const lastMs = searchEvents().at(-1)?.atMs ?? 0;
  const quiet = { ...interval(lastMs + 1000, 100, 1240, random), due: 0, sent: 0 };
  const none = { count: 0, sumUs: 0, minUs: 0, maxUs: 0, buckets: [] };
  return [
    ...searchEvents(),
    { atMs: lastMs + 1000, kind: 'load/interval', interval: interval(lastMs, 100, 1240, random) },
    { atMs: lastMs + 2000, kind: 'load/interval', interval: { ...quiet, responseTime: none, serviceTime: none } },
  ];
}

export function bytesOf(pieces: Iterable<string | Uint8Array>): Buffer {
  return Buffer.concat([...pieces].map((piece) => Buffer.from(piece)));
}
