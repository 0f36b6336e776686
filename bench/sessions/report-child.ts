import { main } from '../../source/commands/main.js';

/** Makes the HTML report of a session file as the program does, and says how many bytes of memory that took at most. */
const [file = '', page = ''] = process.argv.slice(2);
process.exitCode = await main(['report', file, '--output', page]);
process.stdout.write(String(process.resourceUsage().maxRSS * 1024));
