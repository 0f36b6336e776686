import { cpuPerRequestUs, runGenerator, type Target } from './processes.js';
import { plimsollCommand } from './programs.js';
import type { Row } from './table.js';

const perSecond = 20_000;
/** By Little's law 10,000 requests are in flight, each on a connection of its own. */
const delayMs = 500;
const lookEveryMs = 2_000;
const mostMb = 250;
const greatestGrowth = 0.05;

/** Resident memory of a long run with 10,000 connections open. */
export async function memoryRows(target: Target, folder: string, seconds: number): Promise<Row[]> {
  await target.ask({ kind: 'begin', delayMs, freeze: null }, 'count');
  const command = plimsollCommand({ url: target.url, seconds, connections: null, perSecond, warmUpSeconds: 0, folder });
  const looks = Array.from(
    { length: Math.floor((seconds * 1000) / lookEveryMs) },
    (_, index) => (index + 1) * lookEveryMs,
  );
  // However busy the machine is with other things: here it matters that the run lasts.
  const ran = await runGenerator([...command, '--no-trip-wires'], target, looks);
  if (ran.usage.length < looks.length) throw new Error(`The run ended before its ${seconds} s: ${ran.stderr}`);
  const settledMs = Math.min(60_000, (seconds * 1000) / 2);
  const late = ran.usage.filter((usage) => usage.atMs >= settledMs).map((usage) => usage.residentMb);
  const most = Math.max(...ran.usage.map((usage) => usage.residentMb));
  const growth = Math.max(...late) / late[0]! - 1;
  return [
    {
      what: `memory at ${perSecond}/s with 10000 connections, ${seconds} s`,
      asked: `<= ${mostMb} MB, flat after ${settledMs / 1000} s`,
      reached: `${most.toFixed(0)} MB, ${(growth * 100).toFixed(1)} % more since, ${cpuPerRequestUs(ran).toFixed(1)} us CPU per request`,
      peer: '',
      ratio: '',
      met: most <= mostMb && growth <= greatestGrowth,
    },
  ];
}
