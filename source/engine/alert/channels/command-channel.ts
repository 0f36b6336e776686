import { spawn } from 'node:child_process';
import { access, constants, stat } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { codeOf, PlimsollError } from '../../../model/error.js';
import { plainText } from '../../../model/plain-text.js';
import { alertmanagerJson } from './alertmanager-json.js';
import type { Channel } from './channel.js';

const mostErrorBytes = 2_000;

/**
 * A program that is given the message as JSON on its standard input, in Alertmanager's form. No shell reads the arguments.
 * It has failed where it ends with another code than 0; at the signal it is killed.
 */
export function commandChannel(name: string, argv: readonly [program: string, ...args: string[]]): Channel {
  const [program, ...args] = argv;
  return {
    name,
    send: (message, signal) =>
      new Promise((resolve, reject) => {
        const fail = (text: string): void => reject(new PlimsollError('not-notified', text));
        const child = spawn(program, args, {
          shell: false,
          stdio: ['pipe', 'ignore', 'pipe'],
          signal,
          killSignal: 'SIGKILL',
        });
        let said = '';
        child.stderr.setEncoding('utf8');
        child.stderr.on('data', (text: string) => {
          if (said.length < mostErrorBytes) said += text;
        });
        // The system's own words name neither the program nor what is wrong with it.
        let isLost = false;
        child.on('error', (error) => {
          isLost = true;
          const unnamed = `${plainText(program, 200)} could not be run: ${plainText(error.message, 200)}`;
          findProgram(program).then(() => fail(unnamed), reject);
        });
        child.on('close', (code, killedBy) => {
          if (isLost) return;
          if (code === 0) resolve();
          else
            fail(`${program} ended with ${code === null ? killedBy : `code ${code}`}: ${plainText(said.trim(), 120)}`);
        });
        // A program that reads nothing closes its input early: its exit code says how it went.
        child.stdin.on('error', () => {});
        child.stdin.end(JSON.stringify(alertmanagerJson(message, name)));
      }),
    async probe() {
      await findProgram(program);
      return 'its program is there and may be started, which it was not';
    },
  };
}

/** A program is looked for as the system will: where its name has a slash there, else in the folders of PATH. */
async function findProgram(program: string): Promise<void> {
  const folders = program.includes('/') ? [] : (process.env.PATH ?? '').split(delimiter);
  const places = program.includes('/') ? [program] : folders.map((folder) => join(folder, program));
  let reason = 'there is none of that name in PATH';
  for (const place of places) {
    try {
      await access(place, constants.X_OK);
      if ((await stat(place)).isFile()) return;
      reason = 'it is no file';
    } catch (error) {
      if (codeOf(error) === 'EACCES') reason = 'it may not be started';
      else if (program.includes('/')) reason = 'there is no such file';
    }
  }
  throw new PlimsollError('not-notified', `${plainText(program, 200)} could not be run: ${reason}`);
}
