import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ServerSpec } from '../../source/model/server.js';
import type { Sshd } from '../../test/helpers/sshd.js';
import type { Row } from '../load/table.js';
import type { WatchFigures, WatchOrder } from './watch-child.js';

/** What a fleet of one size must reach; null where nothing is asked. */
export type FleetGoal = {
  readonly servers: number;
  readonly cpuPercent: number | null;
  readonly rssMegabytes: number | null;
  readonly tickP99Ms: number | null;
  readonly firstMs: number | null;
};

/** Watches a fleet at one reading a second in a process of its own, and compares what it took. */
export async function fleetRows(
  sshds: readonly Sshd[],
  identityFile: string,
  knownHostsFile: string,
  goal: FleetGoal,
  seconds: number,
  transport: 'ssh2' | 'ssh' = 'ssh2',
): Promise<readonly Row[]> {
  const specs = Array.from({ length: goal.servers }, (_, index): ServerSpec => {
    const { port } = sshds[index % sshds.length]!;
    return {
      name: `server-${index}`,
      address: `ssh://127.0.0.1:${port}`,
      group: 'fleet',
      via: {
        kind: 'ssh',
        transport,
        host: '127.0.0.1',
        port,
        user: null,
        identityFile,
        knownHostsFile,
        sshConfigFile: null,
      },
    };
  });
  const figures = await watch({ specs, seconds });
  if (figures.notLive.length > 0) process.stderr.write(`not live: ${figures.notLive.join('\n')}\n`);
  const what = `${goal.servers} servers at 1 Hz by ${transport}`;
  const row = (name: string, limit: number | null, value: number, unit: string, digits = 1): Row => ({
    what: `${what}: ${name}`,
    asked: limit === null ? '' : `<= ${limit} ${unit}`,
    reached: `${value.toFixed(digits)} ${unit}`,
    peer: '',
    ratio: '',
    met: limit === null ? null : value <= limit,
  });
  return [
    row('first numbers of all', goal.firstMs, figures.allLiveMs, 'ms', 0),
    row('CPU here', goal.cpuPercent, figures.cpuPercent, '% of a core'),
    row('memory here', goal.rssMegabytes, figures.rssMegabytes, 'MB', 0),
    row('tick p50', null, figures.tickP50Ms, 'ms'),
    row('tick p99', goal.tickP99Ms, figures.tickP99Ms, 'ms'),
    row('ticks missed', 0, figures.missed, `of ${figures.samples}`, 0),
    row('event loop delay p99', null, figures.loopDelayP99Ms, 'ms'),
    row('event loop delay max', null, figures.loopDelayMaxMs, 'ms'),
  ];
}

async function watch(order: WatchOrder): Promise<WatchFigures> {
  const child = fork(join(import.meta.dirname, 'watch-child.js'), { env: { ...process.env, NODE_ENV: 'production' } });
  child.send(order);
  const [figures] = (await once(child, 'message')) as [WatchFigures];
  await once(child, 'exit');
  return figures;
}
