import type { Client, SFTPWrapper } from 'ssh2';
import { messageOf } from '../../../model/error.js';
import { plainText } from '../../../model/plain-text.js';
import type { ChannelListener, OpenEnd } from '../transport.js';
import { longestSection, tickChannel } from './tick-channel.js';

/** Reads the files of a Linux server by its SFTP server: for accounts that have no shell. */
export function openSftpReader(client: Client, listener: ChannelListener): Promise<OpenEnd> {
  return new Promise((resolve) => {
    client.sftp((error, sftp) => {
      if (error !== undefined) {
        resolve({ kind: 'no-channel', reason: `no SFTP was given: ${plainText(messageOf(error), 200)}` });
        return;
      }
      sftp.on('error', () => {});
      const read = (path: string): Promise<string> => readFile(sftp, path, () => {});
      const channel = tickChannel(listener, {
        name: 'sftp',
        periodMs: 1_000,
        async files(paths, began) {
          const texts = await Promise.all(paths.map((path) => readFile(sftp, path, began).catch(() => null)));
          const found = paths.flatMap((path, index) => (texts[index] === null ? [] : [[path, texts[index]!] as const]));
          if (found.length === 0) throw new Error('none of the files in /proc can be read over SFTP');
          return new Map(found);
        },
        async slow() {
          const orEmpty = (path: string): Promise<string> => read(path).catch(() => '');
          const [system, host, release] = await Promise.all([
            orEmpty('/etc/os-release'),
            orEmpty('/proc/sys/kernel/hostname'),
            orEmpty('/proc/sys/kernel/osrelease'),
          ]);
          return new Map([
            ['uname', `Linux ${host.trim() || '?'} ${release.trim()}`],
            ['os-release', system],
            ['df', await rootFill(sftp)],
          ]);
        },
        close: () => sftp.end(),
        destroy: () => client.destroy(),
      });
      sftp.on('close', () => listener.ended('the SFTP server has ended', false));
      resolve({ kind: 'open', channel });
    });
  });
}

/** Files of /proc tell no size: they are read until their end. `opened` is called when the server has answered once. */
function readFile(sftp: SFTPWrapper, path: string, opened: () => void): Promise<string> {
  return new Promise((resolve, reject) => {
    sftp.open(path, 'r', (error, handle) => {
      opened();
      if (error !== undefined) {
        reject(error);
        return;
      }
      const buffer = Buffer.allocUnsafeSlow(longestSection);
      const end = (failure: Error | null, length: number): void => {
        sftp.close(handle, () => {});
        if (failure === null) resolve(buffer.toString('utf8', 0, length));
        else reject(failure);
      };
      const next = (from: number): void => {
        if (from >= buffer.length) {
          end(null, from);
          return;
        }
        sftp.read(handle, buffer, from, buffer.length - from, from, (failure, count) => {
          if (failure !== undefined && failure !== null) end(failure, 0);
          else if (count === 0) end(null, from);
          else next(from + count);
        });
      };
      next(0);
    });
  });
}

/** A line of df for `/`, where the server has this extension of OpenSSH; else nothing. */
function rootFill(sftp: SFTPWrapper): Promise<string> {
  return new Promise((resolve) => {
    try {
      sftp.ext_openssh_statvfs('/', (error, fill: unknown) => {
        const of = (name: string): number => Number((fill as Readonly<Record<string, unknown>> | undefined)?.[name]);
        const [block, total, free] = [of('f_frsize'), of('f_blocks'), of('f_bfree')];
        const used = ((total - free) * block) / 1024;
        if (error || !Number.isFinite(used)) resolve('');
        else resolve(`root ${Math.round((total * block) / 1024)} ${Math.round(used)} 0 0% /\n`);
      });
    } catch {
      resolve('');
    }
  });
}
