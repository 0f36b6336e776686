import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { type Client, default as ssh2 } from 'ssh2';
import { samplerScript } from '../../source/engine/monitor/sampler-script.js';
import { openExecReader } from '../../source/engine/monitor/ssh/read-by-exec.js';
import { openSftpReader } from '../../source/engine/monitor/ssh/read-by-sftp.js';
import type { Sshd } from '../../test/helpers/sshd.js';
import type { Row } from '../load/table.js';
import { openCpuAccount } from './cpu-account.js';

/** Connections sampled at once, so that a hundredth of a percent can be seen. */
const connections = 10;

/** What an exec for each reading runs: the same files, by one `cat`. */
const catAll =
  'cat /proc/stat /proc/meminfo /proc/loadavg /proc/uptime /proc/diskstats /proc/net/dev /proc/pressure/cpu /proc/pressure/memory /proc/pressure/io 2>/dev/null';

/** What watching costs the watched server at one reading a second, beside an exec for each reading, in the same run. */
export async function costRows(sshd: Sshd, identityFile: string, seconds: number): Promise<readonly Row[]> {
  const account = openCpuAccount(sshd.pid);
  const clients = await Promise.all(
    Array.from({ length: connections }, (_, index) => later(index * 60).then(() => connect(sshd.port, identityFile))),
  );
  const percent = async (each: () => void): Promise<number> => {
    const timer = setInterval(each, 1000);
    await later(2500);
    const before = account.usedMs();
    const began = performance.now();
    await later(seconds * 1000);
    const used = (account.usedMs() - before) / (performance.now() - began);
    clearInterval(timer);
    await later(1200);
    return (used / connections) * 100;
  };
  try {
    const idle = await percent(() => {});
    const shells = await Promise.all(clients.map(startSampler));
    let tick = 0;
    const pull = await percent(() => {
      tick += 1;
      for (const shell of shells) shell.write(`${tick}\n`);
    });
    for (const shell of shells) shell.end();
    const exec = await percent(() => {
      for (const client of clients) client.exec(catAll, (_error, stream) => stream?.resume());
    });
    const other = async (open: typeof openSftpReader): Promise<number> => {
      const listener = { output() {}, errors() {}, ended() {} };
      const ends = await Promise.all(clients.map((client) => open(client, listener)));
      const channels = ends.flatMap((end) => (end.kind === 'open' ? [end.channel] : []));
      if (channels.length < clients.length) throw new Error('a fallback was not given');
      const used = await percent(() => {
        tick += 1;
        for (const channel of channels) channel.write(`${tick}\n`);
      });
      for (const channel of channels) channel.close();
      return used;
    };
    const fallback = (what: string, used: number): Row => ({
      what: `the same read ${what}, where no shell can be held`,
      asked: '',
      reached: `${used.toFixed(3)} %`,
      peer: `${pull.toFixed(3)} % by the sampler`,
      ratio: `${(used / pull).toFixed(2)} x`,
      met: null,
    });
    return [
      {
        what: `cost on the watched server at 1 Hz (by ${account.by}; idle ${idle.toFixed(3)} %)`,
        asked: '<= 0.1 % of a core',
        reached: `${pull.toFixed(3)} %`,
        peer: `${exec.toFixed(3)} % with an exec per reading`,
        ratio: `${(pull / exec).toFixed(2)} x`,
        met: pull <= 0.1,
      },
      fallback('over SFTP', await other(openSftpReader)),
      fallback('by a command each time', await other(openExecReader)),
    ];
  } finally {
    for (const client of clients) client.destroy();
    account.close();
  }
}

function connect(port: number, identityFile: string): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    client.on('ready', () => resolve(client));
    client.on('error', reject);
    client.connect({
      host: '127.0.0.1',
      port,
      username: userInfo().username,
      privateKey: readFileSync(identityFile),
    });
    client.setNoDelay(true);
  });
}

async function startSampler(client: Client) {
  return new Promise<{ readonly write: (text: string) => void; readonly end: () => void }>((resolve, reject) => {
    client.exec('/bin/sh', (error, stream) => {
      if (error) {
        reject(error);
        return;
      }
      stream.setEncoding('utf8').on('data', (text: string) => {
        if (text.includes('@READY')) resolve({ write: (line) => stream.write(line), end: () => stream.end() });
      });
      stream.write(samplerScript('awk'));
    });
  });
}

function later(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
