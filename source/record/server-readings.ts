import type { SessionEvent } from '../model/events.js';
import { serverSteps } from '../model/server-steps.js';
import { type ServerMachine, sampleOf, serverColumns } from './server-columns.js';
import { finiteOrNull } from './sql-value.js';

/** A number that a server tells, but for pressure. */
export type ReadingName = keyof typeof serverSteps.sample | keyof typeof serverSteps.detail;

/** A sample of a server, of which only some numbers were asked for. */
export type ServerReading = Pick<ServerMachine, 'server' | 'cores' | 'memoryTotalBytes'> & {
  readonly atMs: number;
  readonly kind: 'server/reading';
  /** In the order in which they were asked for; null where the server told none. */
  readonly numbers: readonly (number | null)[];
};

/** How the rows of readings are read: which columns after the first three, and what is made of a row. */
export type ReadingRows<Made> = {
  readonly columns: readonly string[];
  /** The text of a row that could be too long to be read, in SQL. */
  readonly longest: string;
  readonly make: (machine: ServerMachine, atMs: number, cells: readonly unknown[]) => Made;
};

const columnsBefore = 3;

/** Every reading as the event that it was, with all that it tells. */
export const wholeSamples: ReadingRows<SessionEvent> = {
  columns: [...serverColumns.map(({ column }) => column), 'core_percents_x1000'],
  longest: "ifnull(core_percents_x1000, '')",
  make: (machine, atMs, cells) => ({ atMs, kind: 'server/sample', sample: sampleOf(machine, cells, columnsBefore) }),
};

/** Only some numbers of each reading: less than half the work, where there are millions. */
export function someNumbers(names: readonly ReadingName[]): ReadingRows<ServerReading> {
  const asked = names.map((name) => ({ isDetail: name in serverSteps.detail, ...columnOf(name) }));
  return {
    columns: asked.map(({ column }) => column),
    longest: "''",
    make({ cores, hasDetail, memoryTotalBytes, server }, atMs, cells) {
      const numbers = asked.map(({ isDetail, steps }, at) => {
        const count = isDetail && !hasDetail ? null : finiteOrNull(cells[columnsBefore + at]);
        return count === null ? null : count / steps;
      });
      return { atMs, kind: 'server/reading', server, cores, memoryTotalBytes, numbers };
    },
  };
}

function columnOf(name: ReadingName): (typeof serverColumns)[number] {
  return serverColumns.find((column) => column.name === name)!;
}
