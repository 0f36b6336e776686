import type { SessionEvent } from '../model/events.js';
import { type CountName, nothingCounted, type ServerCounted } from '../model/server-counted.js';
import { type RateName, serverRates } from '../model/server-rates.js';
import { serverSteps } from '../model/server-steps.js';
import { countColumns, countedSampleOf, numberColumns } from './count-columns.js';
import { type ServerMachine, sampleOf } from './server-columns.js';
import { countOrNull, finiteOrNull } from './sql-value.js';
import { type ServerColumn, serverColumns } from './step-columns.js';

/** A number that a server tells, but for pressure. */
export type ReadingName = keyof typeof serverSteps.sample | keyof typeof serverSteps.detail;

/** A sample of a server, of which only some numbers were asked for. */
export type ServerReading = Pick<ServerMachine, 'server' | 'cores' | 'memoryTotalBytes'> & {
  readonly atMs: number;
  readonly kind: 'server/reading';
  /** In the order in which they were asked for; null where the server told none. */
  readonly numbers: readonly (number | null)[];
};

/** How the rows of readings are read, of servers that tell shares and rates, and of those that count. */
export type ReadingRows<Made> = { readonly told: RowsOf<Made>; readonly counted: RowsOf<Made> };

/** How the rows of one table are read: which columns after the first three, and what is made of a row. */
type RowsOf<Made> = {
  readonly columns: readonly string[];
  /** The text of a row that could be too long to be read, in SQL. */
  readonly longest: string;
  readonly make: (machine: ServerMachine, atMs: number, cells: readonly unknown[]) => Made;
};

const columnsBefore = 3;

/** Every reading as the event that it was, with all that it tells. */
export const wholeSamples: ReadingRows<SessionEvent> = {
  told: {
    columns: [...serverColumns.map(({ column }) => column), 'core_percents_x1000'],
    longest: "ifnull(core_percents_x1000, '')",
    make: (machine, atMs, cells) => ({ atMs, kind: 'server/sample', sample: sampleOf(machine, cells, columnsBefore) }),
  },
  counted: {
    columns: [...numberColumns, 'core_ticks'],
    longest: "ifnull(core_ticks, '')",
    make: (machine, atMs, cells) => ({
      atMs,
      kind: 'server/sample',
      sample: countedSampleOf(machine, cells, columnsBefore),
    }),
  },
};

/** Only some numbers of each reading: less than half the work, where there are millions. */
export function someNumbers(names: readonly ReadingName[]): ReadingRows<ServerReading> {
  return { told: someTold(names), counted: someCounted(names) };
}

function someTold(names: readonly ReadingName[]): RowsOf<ServerReading> {
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

/** Of the counts no more are read than what is asked for is made of. */
function someCounted(names: readonly ReadingName[]): RowsOf<ServerReading> {
  const of = new Set(names.flatMap((name): readonly CountName[] => (isRate(name) ? serverRates[name].of : [])));
  const counts = countColumns.filter(({ name }) => of.has(name));
  const levels = names.filter((name) => !isRate(name)).map(columnOf);
  const asked = names.map((name) =>
    isRate(name)
      ? serverRates[name].from
      : { steps: columnOf(name).steps, at: columnsBefore + levels.findIndex((level) => level.name === name) },
  );
  const firstCount = columnsBefore + levels.length;
  // The same for every row: nothing of it is kept.
  const counted: { -readonly [Name in keyof ServerCounted]: ServerCounted[Name] } = { ...nothingCounted };
  return {
    columns: [...levels, ...counts].map(({ column }) => column),
    longest: "''",
    make({ cores, memoryTotalBytes, server }, atMs, cells) {
      for (let at = 0; at < counts.length; at++) counted[counts[at]!.name] = countOrNull(cells[firstCount + at]);
      const numbers = asked.map((one) => {
        if (typeof one === 'function') return one(counted, cores);
        const count = finiteOrNull(cells[one.at]);
        return count === null ? null : count / one.steps;
      });
      return { atMs, kind: 'server/reading', server, cores, memoryTotalBytes, numbers };
    },
  };
}

function isRate(name: string): name is RateName {
  return name in serverRates;
}

function columnOf(name: ReadingName): ServerColumn {
  return serverColumns.find((column) => column.name === name)!;
}
