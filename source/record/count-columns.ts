import type { ServerSample } from '../model/server.js';
import { type CoreTicks, type CountName, nothingCounted, type ServerCounted } from '../model/server-counted.js';
import { countedReading, type ServerLevels, serverRates } from '../model/server-rates.js';
import { serverSteps } from '../model/server-steps.js';
import { parseJson } from './parse-json.js';
import type { ServerMachine } from './server-columns.js';
import { countOrNull, finiteOrNull, type SqlValue, textOrNull } from './sql-value.js';
import { type ServerColumn, serverColumns, snakeCase, stepsIn } from './step-columns.js';

/** What a reading of a server that counts tells as it is, in steps: the columns of any reading but for its rates. */
const levelColumns: readonly ServerColumn[] = serverColumns.filter(
  ({ name }) => !(name in serverRates || name.startsWith('pressure')),
);

/** The columns of what was counted, whole numbers all of them. CPU comes first, which is what is read most often. */
export const countColumns: readonly { readonly name: CountName; readonly column: string }[] = Object.keys(
  nothingCounted,
)
  .filter((name): name is CountName => name !== 'coreTicks')
  .map((name) => ({ name, column: snakeCase(name) }));

/** All of these in their order; after them come the cores. */
export const numberColumns: readonly string[] = [...countColumns, ...levelColumns].map(({ column }) => column);

/** A reading's counts and levels, and last the ticks of each core, busy and in all, as one JSON list. */
export function countsOf(sample: ServerSample, counted: ServerCounted): SqlValue[] {
  const values: SqlValue[] = countColumns.map(({ name }) => stepsIn(counted[name], 1));
  for (const { of, steps } of levelColumns) values.push(stepsIn(of(sample), steps));
  const ticks = counted.coreTicks?.flatMap((core) => [core?.busy ?? null, core?.total ?? null]);
  values.push(ticks === undefined ? null : JSON.stringify(ticks));
  return values;
}

/** The reading of a row: `values` as `countsOf` made them, from `first` on. What is no number, or no count, is null. */
export function countedSampleOf(machine: ServerMachine, values: readonly unknown[], first: number): ServerSample {
  let at = first;
  const count = (): number | null => countOrNull(values[at++]);
  const level = (steps: number): number | null => {
    const told = finiteOrNull(values[at++]);
    return told === null ? null : told / steps;
  };
  const cores = coreTicksOf(textOrNull(values[first + numberColumns.length]));
  const counted: ServerCounted = {
    userTicks: count(),
    systemTicks: count(),
    idleTicks: count(),
    ioWaitTicks: count(),
    stealTicks: count(),
    elapsedUs: count(),
    containerCpuUs: count(),
    diskReadBytes: count(),
    diskWrittenBytes: count(),
    diskBusyMs: count(),
    networkInBytes: count(),
    networkOutBytes: count(),
    cpuWaitedUs: count(),
    memoryWaitedUs: count(),
    ioWaitedUs: count(),
    coreTicks: cores,
  };
  const { sample: ofSample, detail: ofDetail } = serverSteps;
  const memoryUsedBytes = level(ofSample.memoryUsedBytes);
  const load1 = level(ofSample.load1);
  const rttMs = level(ofSample.rttMs);
  const levels: ServerLevels = {
    cores: machine.cores,
    memoryTotalBytes: machine.memoryTotalBytes,
    swapTotalBytes: machine.swapTotalBytes,
    memoryUsedBytes,
    load1,
    load5: level(ofDetail.load5),
    load15: level(ofDetail.load15),
    swapUsedBytes: level(ofDetail.swapUsedBytes),
    uptimeSeconds: level(ofDetail.uptimeSeconds),
    lossRatio: level(ofDetail.lossRatio),
  };
  return { ...countedReading(counted, levels), server: machine.server, rttMs };
}

function coreTicksOf(json: string | null): readonly (CoreTicks | null)[] | null {
  const ticks = parseJson(json);
  if (!Array.isArray(ticks)) return null;
  return Array.from({ length: Math.floor(ticks.length / 2) }, (_, core) => {
    const [busy, total] = [countOrNull(ticks[2 * core]), countOrNull(ticks[2 * core + 1])];
    return busy === null || total === null ? null : { busy, total };
  });
}
