import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createHistogramRecorder } from '../../source/measure/histogram-recorder.js';
import type { SessionEvent, SessionHead } from '../../source/model/events.js';
import type { HistogramData } from '../../source/model/histogram.js';
import { readSession } from '../../source/record/read-session.js';
import { createRecorder } from '../../source/record/session-file.js';
import { verifySession } from '../../source/record/verify-session.js';
import { createRandom } from '../../source/time/random.js';
import { createVirtualClock } from '../../source/time/virtual-clock.js';
import { head, interval } from '../../test/record/helpers.js';
import type { Row } from '../load/table.js';
import { createNoisyFleet, fleetSize, streamMetrics } from './noisy-fleet.js';

const hourSeconds = 3600;
const batches = 5;
const megabyte = 1e6;
const mostMegabytes = 20;

export const benchHead: SessionHead = { ...head, id: 'bench', startedAt: '2026-01-01T00:00:00.000Z' };

/** What an hour takes on the disk, in virtual time, and what reading and following it takes afterwards. */
export function sizeRows(folder: string): readonly Row[] {
  const fleet = createNoisyFleet();
  const everyServer = (atMs: number): readonly SessionEvent[] =>
    Array.from({ length: fleetSize }, (_, server) => fleet.reading(server, atMs));
  const everyStream = (atMs: number): readonly SessionEvent[] =>
    Array.from({ length: fleetSize }, (_, stream) => fleet.message(stream, atMs));
  const servers = recordHour(folder, 'servers', everyServer);
  const messages = recordHour(folder, 'streams', everyStream);
  const load = recordHour(folder, 'load', createLoad(5000));
  return [
    {
      ...plain(`an hour of ${fleetSize} servers at 1 Hz, all that a reading has`, `${megabytes(servers)} MB`),
      asked: `<= ${mostMegabytes} MB`,
      met: bytesOf(servers) <= mostMegabytes * megabyte,
    },
    plain(`an hour of ${fleetSize} streams of ${streamMetrics} metrics at 1 Hz`, `${megabytes(messages)} MB`),
    plain('an hour of load at 5,000/s, seven histograms a second in full', `${megabytes(load)} MB`),
    plain(
      `following the chain of the hour of ${fleetSize} servers`,
      secondsFor(() => verifySession(servers)),
    ),
    plain(
      'reading every event of it',
      secondsFor(() => readAll(servers)),
    ),
  ];
}

function plain(what: string, reached: string): Row {
  return { what, asked: '', reached, peer: '', ratio: '', met: null };
}

/** Records an hour of what every second brings, and returns its file. */
function recordHour(folder: string, id: string, eventsAt: (atMs: number) => readonly SessionEvent[]): string {
  const own = join(folder, id);
  mkdirSync(own);
  const clock = createVirtualClock(Date.parse(benchHead.startedAt));
  const recorder = createRecorder(own, { ...benchHead, id }, clock, fail);
  for (let second = 0; second < hourSeconds; second++) {
    const events = eventsAt(clock.nowMs());
    // Each machine answers at a moment of its own: every batch of the second gets its part.
    for (let batch = 0; batch < batches; batch++) {
      for (const event of events.slice((batch * events.length) / batches, ((batch + 1) * events.length) / batches)) {
        recorder.sink({ ...event, atMs: clock.nowMs() + 0.123_456 });
      }
      clock.advance(1000 / batches);
    }
  }
  recorder.close();
  return recorder.file ?? fail('nothing was recorded');
}

function createLoad(perSecond: number): (atMs: number) => readonly SessionEvent[] {
  const random = createRandom(9);
  const histogram = (medianMs: number): HistogramData => {
    const recorder = createHistogramRecorder();
    for (let arrival = 0; arrival < perSecond; arrival++) {
      const normal = Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
      recorder.record(1000 * medianMs * Math.exp(0.4 * normal));
    }
    return recorder.toData();
  };
  // Making a histogram takes longer than keeping it: sixteen different seconds are enough.
  const seconds = Array.from({ length: 16 }, () => [20, 18, 0.1, 0.3, 15, 1, 12].map(histogram));
  return (atMs) => {
    const [responseTime, serviceTime, sendLag, connect, firstByte, body, server] = seconds[(atMs / 1000) % 16]!;
    const second = interval(atMs);
    if (second.kind !== 'load/interval') return [];
    return [
      {
        ...second,
        interval: {
          ...second.interval,
          responseTime: responseTime!,
          serviceTime: serviceTime!,
          sendLag: sendLag!,
          timings: { connect: connect!, firstByte: firstByte!, body: body!, server: server! },
        },
      },
    ];
  };
}

function readAll(file: string): void {
  const session = readSession(file);
  if (session.kind === 'unreadable') fail(session.reason);
  let events = 0;
  for (const _ of session.events()) events++;
  session.close();
  if (events !== hourSeconds * fleetSize) fail(`${events} events`);
}

function secondsFor(work: () => void): string {
  const beganMs = performance.now();
  work();
  return `${((performance.now() - beganMs) / 1000).toFixed(1)} s`;
}

function bytesOf(file: string): number {
  return statSync(file).size;
}

function megabytes(file: string): string {
  return (bytesOf(file) / megabyte).toFixed(1);
}

function fail(sentence: string): never {
  throw new Error(sentence);
}
