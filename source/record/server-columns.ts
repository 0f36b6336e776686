import type { ServerDetail, ServerSample } from '../model/server.js';
import { corePercentSteps, serverSteps } from '../model/server-steps.js';
import { parseJson } from './parse-json.js';
import { finiteOrNull, type SqlValue, textOrNull } from './sql-value.js';

/** One number of a reading: its name, the column that keeps it, in steps, and the name and divisor that the view gives it. */
type ServerColumn = {
  readonly name: string;
  readonly column: string;
  readonly shown: string;
  readonly steps: number;
};

/** What of a reading changes seldom, kept once for many readings. */
export type ServerMachine = Pick<ServerSample, 'server' | 'cores' | 'memoryTotalBytes'> & {
  readonly swapTotalBytes: number | null;
  /** Whether its readings have a detail at all. */
  readonly hasDetail: boolean;
};

type SampleName = keyof typeof serverSteps.sample;
type DetailName = keyof typeof serverSteps.detail;
type PressureName = keyof typeof serverSteps.pressure;

const sampleNames = Object.keys(serverSteps.sample) as readonly SampleName[];
const detailNames = Object.keys(serverSteps.detail) as readonly DetailName[];
const pressureNames = Object.keys(serverSteps.pressure) as readonly PressureName[];

/** The columns of a reading's numbers, in the order of `numbersOf`. */
export const serverColumns: readonly ServerColumn[] = [
  ...sampleNames.map((name) => columnOf(name, serverSteps.sample[name])),
  ...detailNames.map((name) => columnOf(name, serverSteps.detail[name])),
  ...pressureNames.map((name) =>
    columnOf(`pressure${name[0]?.toUpperCase()}${name.slice(1)}`, serverSteps.pressure[name]),
  ),
];

/** `cpuPercent` in thousandths is `cpu_percent_x1000`. */
function columnOf(name: string, steps: number): ServerColumn {
  const shown = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return { name, column: steps === 1 ? shown : `${shown}_x${steps}`, shown, steps };
}

/** The machine that a reading is of. */
export function machineOf({ server, cores, memoryTotalBytes, detail }: ServerSample): ServerMachine {
  return {
    server,
    cores,
    memoryTotalBytes,
    swapTotalBytes: detail?.swapTotalBytes ?? null,
    hasDetail: detail !== undefined,
  };
}

/** A reading's numbers in steps, and the cores last, as a JSON list. */
export function numbersOf(sample: ServerSample): SqlValue[] {
  const values: SqlValue[] = [];
  for (const name of sampleNames) values.push(stepsIn(sample[name], serverSteps.sample[name]));
  const { detail } = sample;
  for (const name of detailNames)
    values.push(detail === undefined ? null : stepsIn(detail[name], serverSteps.detail[name]));
  for (const name of pressureNames) {
    values.push(detail === undefined ? null : stepsIn(detail.pressure[name], serverSteps.pressure[name]));
  }
  const cores = detail?.corePercents ?? null;
  values.push(cores === null ? null : JSON.stringify(cores.map((percent) => stepsIn(percent, corePercentSteps))));
  return values;
}

function stepsIn(value: number | null, steps: number): number | null {
  if (value === null) return null;
  const count = Math.round(value * steps);
  return Number.isSafeInteger(count) ? count : null;
}

/** The reading of a row: `values` as `numbersOf` made them, from `first` on. What is no number is null. */
export function sampleOf(machine: ServerMachine, values: readonly unknown[], first: number): ServerSample {
  let at = first;
  const next = (steps: number): number | null => {
    const count = finiteOrNull(values[at++]);
    return count === null ? null : count / steps;
  };
  const { server, cores, memoryTotalBytes, swapTotalBytes, hasDetail } = machine;
  const { sample: ofSample, detail: ofDetail, pressure: ofPressure } = serverSteps;
  const headline = {
    server,
    cores,
    memoryTotalBytes,
    cpuPercent: next(ofSample.cpuPercent),
    memoryUsedBytes: next(ofSample.memoryUsedBytes),
    load1: next(ofSample.load1),
    rttMs: next(ofSample.rttMs),
  };
  if (!hasDetail) return headline;
  const detail: ServerDetail = {
    userPercent: next(ofDetail.userPercent),
    systemPercent: next(ofDetail.systemPercent),
    stealPercent: next(ofDetail.stealPercent),
    ioWaitPercent: next(ofDetail.ioWaitPercent),
    load5: next(ofDetail.load5),
    load15: next(ofDetail.load15),
    swapUsedBytes: next(ofDetail.swapUsedBytes),
    diskReadBytesPerSecond: next(ofDetail.diskReadBytesPerSecond),
    diskWriteBytesPerSecond: next(ofDetail.diskWriteBytesPerSecond),
    diskBusyPercent: next(ofDetail.diskBusyPercent),
    networkInBytesPerSecond: next(ofDetail.networkInBytesPerSecond),
    networkOutBytesPerSecond: next(ofDetail.networkOutBytesPerSecond),
    uptimeSeconds: next(ofDetail.uptimeSeconds),
    lossRatio: next(ofDetail.lossRatio),
    pressure: {
      cpuPercent: next(ofPressure.cpuPercent),
      memoryPercent: next(ofPressure.memoryPercent),
      ioPercent: next(ofPressure.ioPercent),
    },
    corePercents: coresOf(textOrNull(values[at])),
    swapTotalBytes,
  };
  return { ...headline, detail };
}

function coresOf(json: string | null): readonly (number | null)[] | null {
  const cores = parseJson(json);
  if (!Array.isArray(cores)) return null;
  return cores.map((core: unknown) => {
    const count = finiteOrNull(core);
    return count === null ? null : count / corePercentSteps;
  });
}
