import { statSync } from 'node:fs';
import type { SessionEvent } from '../../source/model/events.js';
import { readSession } from '../../source/record/read-session.js';
import { verifySession } from '../../source/record/verify-session.js';
import type { Row } from '../load/table.js';
import { createNoisyFleet, fleetSize, streamMetrics } from './noisy-fleet.js';
import { createNoisyLoad } from './noisy-load.js';
import { recordHours } from './record-hours.js';

const megabyte = 1e6;
const mostMegabytes = 20;

/** What an hour takes on the disk, in virtual time, and what reading and following it takes afterwards. */
export function sizeRows(folder: string): readonly Row[] {
  const fleet = createNoisyFleet();
  const everyStream = (atMs: number): readonly SessionEvent[] =>
    Array.from({ length: fleetSize }, (_, stream) => fleet.message(stream, atMs));
  const servers = recordHours(folder, 'servers', 1, fleet.everyReading);
  const messages = recordHours(folder, 'streams', 1, everyStream);
  const load = recordHours(folder, 'load', 1, createNoisyLoad(5000));
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

function readAll(file: string): void {
  const session = readSession(file);
  if (session.kind === 'unreadable') fail(session.reason);
  let events = 0;
  for (const _ of session.events()) events++;
  session.close();
  if (events !== 3600 * fleetSize) fail(`${events} events`);
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
