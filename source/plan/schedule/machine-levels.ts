import { noSecrets, type ReadSecret } from '../../config/authorization.js';
import { type Fleet, startFleet } from '../../engine/monitor/fleet.js';
import { listText } from '../../model/list-text.js';
import { shareText } from '../../model/quantity-text.js';
import type { ServerSpec } from '../../model/server.js';
import type { Clock } from '../../time/clock.js';
import type { Random } from '../../time/random.js';
import type { LevelLimits } from './schedule-spec.js';

/** How busy one machine is; null: not known. */
export type Level = { readonly server: string; readonly cpuRatio: number | null; readonly memoryRatio: number | null };

/** Readings that make a level, one a second, and how long is waited for them. */
const wanted = 5;
const patienceMs = 15_000;

/** Watches servers for some seconds, and says how busy each is on average. */
export async function readLevels(
  servers: readonly ServerSpec[],
  clock: Clock,
  random: Random,
  readSecret: ReadSecret = noSecrets,
): Promise<readonly Level[]> {
  const readings = new Map(servers.map(({ name }) => [name, { cpu: [] as number[], memory: [] as number[] }]));
  const isEnough = (): boolean => [...readings.values()].every(({ cpu }) => cpu.length >= wanted);
  let cancel = (): void => {};
  const fleets: Fleet[] = [];
  await new Promise<void>((resolve) => {
    cancel = clock.after(patienceMs, resolve);
    const fleet = startFleet(servers, {
      clock,
      random,
      readSecret,
      ssh: null,
      emit(event) {
        if (event.kind !== 'server/sample') return;
        const { cpuPercent, memoryTotalBytes, memoryUsedBytes, server } = event.sample;
        const held = readings.get(server);
        if (held === undefined) return;
        if (cpuPercent !== null) held.cpu.push(cpuPercent / 100);
        if (memoryUsedBytes !== null && memoryTotalBytes !== null && memoryTotalBytes > 0) {
          held.memory.push(memoryUsedBytes / memoryTotalBytes);
        }
        if (isEnough()) resolve();
      },
    });
    fleets.push(fleet);
  });
  cancel();
  await Promise.all(fleets.map((fleet) => fleet.stop()));
  return [...readings].map(([server, { cpu, memory }]) => ({ server, cpuRatio: mean(cpu), memoryRatio: mean(memory) }));
}

/** Why machines are too busy for a run to begin, as a sentence; null: they are not. What is not known counts as too busy. */
export function tooBusy(levels: readonly Level[], { cpuRatio, memoryRatio }: LevelLimits): string | null {
  const reasons = levels.flatMap((level) => [
    ...over(level.server, 'CPU', level.cpuRatio, cpuRatio),
    ...over(level.server, 'memory', level.memoryRatio, memoryRatio),
  ]);
  return reasons.length === 0 ? null : `${listText(reasons.slice(0, 5))}.`;
}

function over(server: string, what: string, found: number | null, limit: number | null): readonly string[] {
  if (limit === null) return [];
  if (found === null) return [`${what} of ${server} is not known`];
  return found > limit ? [`${what} of ${server} is at ${shareText(found)}, above ${shareText(limit)}`] : [];
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}
