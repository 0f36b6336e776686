import type { ServerDetail, ServerSample } from '../model/server.js';
import { corePercentSteps, serverSteps } from '../model/server-steps.js';
import { parseJson } from './parse-json.js';
import { finiteOrNull, type SqlValue, textOrNull } from './sql-value.js';
import { serverColumns, stepsIn } from './step-columns.js';

/** What of a reading changes seldom, kept once for many readings. */
export type ServerMachine = Pick<ServerSample, 'server' | 'cores' | 'memoryTotalBytes'> & {
  readonly swapTotalBytes: number | null;
  /** Whether its readings have a detail at all. */
  readonly hasDetail: boolean;
};

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
  const values: SqlValue[] = serverColumns.map(({ of, steps }) => stepsIn(of(sample), steps));
  const cores = sample.detail?.corePercents ?? null;
  values.push(cores === null ? null : JSON.stringify(cores.map((percent) => stepsIn(percent, corePercentSteps))));
  return values;
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
