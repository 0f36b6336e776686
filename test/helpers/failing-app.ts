// A screen in a process that fails a moment later, as its first argument says: thrown, rejected or exit.
import { openTerminalOutput } from '../../source/commands/terminal-output.js';
import { createStore } from '../../source/store/store.js';
import { createSystemClock } from '../../source/time/clock.js';
import { mountApp } from '../../source/ui/mount.js';

const clock = createSystemClock();
const output = openTerminalOutput(process.stdout, clock, () => {});
const app = mountApp(
  { stdin: process.stdin, ...output, colourDepth: 8, isUnicode: true },
  { store: createStore(), clock, send: () => {}, quit: () => {} },
);
const restore = (): void => app.restoreNow();
process.once('exit', restore).once('uncaughtExceptionMonitor', restore);
await app.flush();
const fail: Readonly<Record<string, () => void>> = {
  thrown: () => {
    throw new Error('thrown on purpose');
  },
  rejected: () => void Promise.reject(new Error('rejected on purpose')),
  exit: () => process.exit(3),
};
clock.after(200, fail[process.argv[2] ?? 'thrown'] ?? restore);
