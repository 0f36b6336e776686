import { cpuPerRequestUs, runGenerator, type Target } from './processes.js';
import { autocannonCommand, has, plimsollCommand } from './programs.js';
import type { Row } from './table.js';
import { gridErrors, medianOf, quantileOf } from './truth.js';

const connections = 50;
const warmUpSeconds = 2;

type Paced = { readonly p50Ms: number; readonly p99Ms: number; readonly cpuUs: number };

/**
 * Paced runs at one rate, plimsoll and autocannon in turn, each judged by what the target saw of them: how far arrivals
 * lie from an even grid, and the CPU time of the whole process per request. Figures are medians over the runs.
 */
export async function paceRows(
  target: Target,
  folder: string,
  perSecond: number,
  runs: number,
  withCpu: boolean,
): Promise<Row[]> {
  const seconds = 5;
  const own: Paced[] = [];
  const peer: Paced[] = [];
  for (let run = 0; run < runs; run++) {
    const drive = { url: target.url, seconds, connections, perSecond };
    own.push(await measure(target, plimsollCommand({ ...drive, warmUpSeconds, folder }), perSecond, seconds));
    if (!has.autocannon) continue;
    const whole = { ...drive, seconds: seconds + warmUpSeconds };
    peer.push(await measure(target, autocannonCommand(whole), perSecond, seconds));
  }
  const rows = [scheduleRow(perSecond, own, peer)];
  return withCpu ? [...rows, cpuRow(perSecond, own, peer)] : rows;
}

async function measure(target: Target, command: readonly string[], perSecond: number, seconds: number): Promise<Paced> {
  await target.ask({ kind: 'begin', delayMs: 0, freeze: null }, 'count');
  // Between the looks every program is warm and none has ended.
  const looks = [(warmUpSeconds + 1) * 1000, (warmUpSeconds + seconds - 0.5) * 1000];
  const ran = await runGenerator(command, target, looks);
  const { stampsMs } = await target.ask({ kind: 'stamps', count: perSecond * seconds }, 'stamps');
  const errors = gridErrors(stampsMs, perSecond);
  return { p50Ms: quantileOf(errors, 0.5), p99Ms: quantileOf(errors, 0.99), cpuUs: cpuPerRequestUs(ran) };
}

function scheduleRow(perSecond: number, own: readonly Paced[], peer: readonly Paced[]): Row {
  const [p50, p99] = [medianOf(own.map((run) => run.p50Ms)), medianOf(own.map((run) => run.p99Ms))];
  const peerP50 = medianOf(peer.map((run) => run.p50Ms));
  const peerP99 = medianOf(peer.map((run) => run.p99Ms));
  return {
    what: `schedule error at ${perSecond}/s, seen by the server`,
    asked: 'p50 <= 0.15 ms, p99 <= 1 ms',
    reached: `p50 ${p50.toFixed(3)} ms, p99 ${p99.toFixed(2)} ms`,
    peer: peer.length === 0 ? '' : `p50 ${peerP50.toFixed(0)} ms, p99 ${peerP99.toFixed(0)} ms (autocannon)`,
    ratio: peer.length === 0 ? '' : `1/${(peerP50 / p50).toFixed(0)}, 1/${(peerP99 / p99).toFixed(0)}`,
    met: p50 <= 0.15 && p99 <= 1,
  };
}

function cpuRow(perSecond: number, own: readonly Paced[], peer: readonly Paced[]): Row {
  const cpuUs = medianOf(own.map((run) => run.cpuUs));
  const ratio = medianOf(
    own.flatMap((run, index) => (peer[index] === undefined ? [] : [run.cpuUs / peer[index].cpuUs])),
  );
  return {
    what: `CPU per request at ${perSecond}/s, ${connections} connections, whole process`,
    asked: '<= 20 us, <= 0.5 x autocannon',
    reached: `${cpuUs.toFixed(1)} us`,
    peer: peer.length === 0 ? '' : `${medianOf(peer.map((run) => run.cpuUs)).toFixed(1)} us (autocannon)`,
    ratio: peer.length === 0 ? '' : ratio.toFixed(2),
    met: cpuUs <= 20 && (peer.length === 0 || ratio <= 0.5),
  };
}
