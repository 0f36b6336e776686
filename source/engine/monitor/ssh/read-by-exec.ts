import type { Client } from 'ssh2';
import { messageOf } from '../../../model/error.js';
import { plainText } from '../../../model/plain-text.js';
import type { ChannelListener, OpenEnd } from '../transport.js';
import { longestSection, tickChannel } from './tick-channel.js';

/**
 * Reads a Linux server by a command for each reading, for accounts that may run commands and hold no shell. Each starts the
 * login shell, with whatever that runs at its start: so half as often as the other ways. `tail` names each file that it
 * prints, and needs nothing of the shell's language.
 */
export function openExecReader(client: Client, listener: ChannelListener): Promise<OpenEnd> {
  const channel = tickChannel(listener, {
    name: 'exec',
    periodMs: 2_000,
    async files(paths, began) {
      const output = await run(client, `tail -n +1 ${paths.join(' ')}`);
      began();
      const files = filesOf(output);
      if (files.size === 0) throw new Error('no command that prints files can be run');
      return files;
    },
    async slow() {
      const orEmpty = (command: string): Promise<string> => run(client, command).catch(() => '');
      return new Map([
        ['uname', await orEmpty('uname -snrm')],
        ['os-release', await orEmpty('cat /etc/os-release')],
        ['df', await orEmpty('df -P -k -l')],
      ]);
    },
    close() {},
    destroy: () => client.destroy(),
  });
  return Promise.resolve({ kind: 'open', channel });
}

/** `==> /path <==` stands above each file. */
function filesOf(output: string): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const heads = [...output.matchAll(/^==> (\/\S{1,200}) <==$/gm)];
  for (const [index, head] of heads.entries()) {
    const text = output.slice(head.index + head[0].length + 1, heads[index + 1]?.index ?? output.length);
    files.set(head[1]!, text.replace(/\n\n$/, '\n'));
  }
  return files;
}

/** What a command prints, up to what a frame takes. Rejects where the server gives no channel for it. */
function run(client: Client, command: string): Promise<string> {
  return new Promise((resolve, reject) => {
    try {
      client.exec(command, (error, stream) => {
        if (error !== undefined) {
          reject(new Error(`no command is run: ${plainText(messageOf(error), 200)}`));
          return;
        }
        let output = '';
        stream.setEncoding('utf8');
        stream.on('data', (text: string) => {
          output = (output + text).slice(0, 4 * longestSection);
        });
        stream.on('error', () => {});
        stream.stderr.on('data', () => {});
        stream.on('close', () => resolve(output));
        stream.end();
      });
    } catch (error) {
      reject(error);
    }
  });
}
