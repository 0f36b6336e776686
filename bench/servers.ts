import { parseArgs } from 'node:util';
import { createSshdHouse, type Sshd, sshdPath } from '../test/helpers/sshd.js';
import { type Row, tableText } from './load/table.js';
import { costRows } from './servers/cost-rows.js';
import { fleetRows } from './servers/fleet-rows.js';

/**
 * What watching servers over SSH costs, there and here: `npm run bench:servers`, about three minutes. Real sshd processes
 * on loopback share this machine with the watching, so that ticks are slower than over a network of idle servers.
 * `--seconds N` measures each longer, `--only NAMES` runs parts: cost, 50, 200, 500, child.
 */
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '20' }, only: { type: 'string' } } });
const seconds = Math.min(600, Math.max(5, Number(values.seconds)));
const parts = values.only?.split(',') ?? ['cost', '50', '200', '500', 'child'];

/** sshd takes eight unfinished logins of one client at once here: a fleet is many of them. */
const sshds = 25;

if (sshdPath === null) {
  process.stderr.write('sshd is missing: apt-get install openssh-server\n');
  process.exitCode = 1;
} else {
  await measure();
}

async function measure(): Promise<void> {
  const house = createSshdHouse();
  const rows: Row[] = [];
  try {
    const servers: Sshd[] = [];
    for (let turn = 0; turn < sshds; turn++) servers.push(await house.start(['Subsystem sftp internal-sftp']));
    const knownHostsFile = house.write('known_hosts', servers.map((server) => server.knownHostsLine).join(''));
    const { identityFile } = house;
    const none = { cpuPercent: null, rssMegabytes: null, tickP99Ms: null, firstMs: null };
    const measurements: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
      cost: () => costRows(servers[0]!, identityFile, seconds),
      50: () => fleetRows(servers, identityFile, knownHostsFile, { ...none, servers: 50, firstMs: 3000 }, seconds),
      200: () =>
        fleetRows(
          servers,
          identityFile,
          knownHostsFile,
          { ...none, servers: 200, cpuPercent: 20, rssMegabytes: 110, tickP99Ms: 20 },
          seconds,
        ),
      500: () =>
        fleetRows(
          servers,
          identityFile,
          knownHostsFile,
          { ...none, servers: 500, cpuPercent: 40, rssMegabytes: 150 },
          seconds,
        ),
      child: () => fleetRows(servers, identityFile, knownHostsFile, { ...none, servers: 20 }, seconds, 'ssh'),
    };
    for (const part of parts) {
      const run = measurements[part];
      if (run === undefined)
        throw new Error(`There is no part ${part}; there are ${Object.keys(measurements).join(', ')}.`);
      process.stderr.write(`measuring: ${part}\n`);
      rows.push(...(await run()));
    }
  } finally {
    await house.close();
  }
  process.stdout.write(`${tableText(rows)}\n`);
}
