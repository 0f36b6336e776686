import { main } from '../../source/commands/main.js';

/** Does with session files what the program does, and says in its last line how many bytes of memory that took at most. */
process.exitCode = await main(process.argv.slice(2));
process.stdout.write(`\n${process.resourceUsage().maxRSS * 1024}`);
