import { runGenerator, type Target } from './processes.js';
import { autocannonCommand, has, plimsollAnswer, plimsollCommand, wrkCommand } from './programs.js';
import type { Row } from './table.js';

const connections = 50;
const seconds = 4;
const greatestLagMs = 5;
const mostTrials = 6;
const step = 1.05;
/** Where the search begins when no peer is there to compare with. */
const plainStart = 60_000;

/**
 * The highest rate that one core sends with every arrival answered and a send lag p99 under 5 ms, in steps of 5 %, beside
 * what the closed-loop peers reach at full speed just before.
 */
export async function peakRows(target: Target, folder: string): Promise<Row[]> {
  const wrk: number[] = [];
  const autocannon: number[] = [];
  for (let run = 0; run < 2; run++) {
    const drive = { url: target.url, seconds, connections, perSecond: null };
    if (has.wrk) wrk.push(await fullSpeed(target, wrkCommand(drive)));
    if (has.autocannon) autocannon.push(await fullSpeed(target, autocannonCommand(drive)));
  }
  // Whatever disturbs a run only makes it slower: the best one says most, of peers as of plimsoll.
  const wrkRate = Math.max(...wrk);
  const autocannonRate = Math.max(...autocannon);
  const peak = await searchPeak(target, folder, has.wrk ? wrkRate * 0.8 : plainStart);
  return [
    peakRow(peak, 'wrk', has.wrk ? wrkRate : null, 0.8),
    peakRow(peak, 'autocannon', has.autocannon ? autocannonRate : null, 1.8),
  ];
}

async function fullSpeed(target: Target, command: readonly string[]): Promise<number> {
  await target.ask({ kind: 'begin', delayMs: 0, freeze: null }, 'count');
  const { usage } = await runGenerator(command, target, [1_000, seconds * 1000 - 500]);
  const [first, last] = [usage[0]!, usage.at(-1)!];
  return ((last.count - first.count) / (last.atMs - first.atMs)) * 1000;
}

async function searchPeak(target: Target, folder: string, startPerSecond: number): Promise<number> {
  let perSecond = Math.round(startPerSecond);
  let best = 0;
  let wasGood: boolean | null = null;
  for (let trial = 0; trial < mostTrials; trial++) {
    const good = (await keepsUp(target, folder, perSecond)) || (await keepsUp(target, folder, perSecond));
    if (good) best = Math.max(best, perSecond);
    if (wasGood !== null && good !== wasGood) break;
    wasGood = good;
    perSecond = Math.round(good ? perSecond * step : perSecond / step);
  }
  return best;
}

async function keepsUp(target: Target, folder: string, perSecond: number): Promise<boolean> {
  await target.ask({ kind: 'begin', delayMs: 0, freeze: null }, 'count');
  const drive = { url: target.url, seconds: seconds - 1, connections, perSecond, warmUpSeconds: 1, folder };
  const { stdout } = await runGenerator(plimsollCommand(drive), target, []);
  const answer = plimsollAnswer(stdout);
  if (answer === null) return false;
  const planned = perSecond * (seconds - 1);
  return answer.sendLagMs.p99 < greatestLagMs && (answer.outcomes.ok ?? 0) >= planned * 0.999;
}

function peakRow(peak: number, name: 'wrk' | 'autocannon', peer: number | null, least: number): Row {
  return {
    what: `highest rate on one core, send lag p99 < ${greatestLagMs} ms`,
    asked: `>= ${least} x ${name}`,
    reached: `${peak}/s`,
    peer: peer === null ? `${name} is not installed` : `${peer.toFixed(0)}/s (${name}, closed loop)`,
    ratio: peer === null ? '' : (peak / peer).toFixed(2),
    met: peer === null ? null : peak / peer >= least,
  };
}
