// Writes numbers to its terminal, half of them from the callbacks of others, with more between them than a terminal holds.
import { openTerminalOutput } from '../../source/commands/terminal-output.js';
import { createSystemClock } from '../../source/time/clock.js';

const output = openTerminalOutput(process.stdout, createSystemClock(), () => process.exit(1));
const padding = '.'.repeat(2000);
let next = 0;

function put(): Promise<void> {
  return new Promise((resolve) => {
    output.stdout.write(`<${next++}>${padding}`, resolve);
  });
}

async function both(): Promise<void> {
  // The callback itself writes: the second begins before the first one's own turn is over.
  await new Promise<void>((resolve) => {
    output.stdout.write(`<${next++}>${padding}`, () => void put().then(resolve));
  });
}

for (let turn = 0; turn < 200; turn++) await both();
process.exit(0);
