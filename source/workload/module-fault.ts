import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { codeOf, messageOf } from '../model/error.js';
import { plainText } from '../model/plain-text.js';

/**
 * Why a module of the user's could not be imported, as a clause: expected what, got what. `url` is its file's; `helper` the
 * function of plimsoll that it may have wanted to import and may leave out.
 */
export function moduleFault(error: unknown, url: string, helper: string): string {
  const message = plainText(messageOf(error), 300);
  switch (codeOf(error)) {
    case 'ERR_MODULE_NOT_FOUND': {
      // The same code tells of a module that it imports: then the message names another than itself.
      const isItself = message.includes(`'${plainText(fileURLToPath(url), 300)}' imported from`);
      if (isItself) return 'expected a module, got a path where there is none';
      const own = message.includes("package 'plimsoll'")
        ? `; ${helper} may be left out: export the object itself; for all else plimsoll has to be in a node_modules beside it or above`
        : '';
      return `expected everything that it imports to be there, but: ${message}${own}`;
    }
    case 'ERR_UNKNOWN_FILE_EXTENSION':
      return `expected a module that this Node can read, such as one in .mjs: ${message}`;
    default:
      break;
  }
  if (error instanceof SyntaxError) {
    return `expected an ES module, got a syntax error${placeOfFault(fileURLToPath(url))}: ${message}`;
  }
  return `expected it to load, but it threw: ${message}`;
}

/** Where in a file it stands: the error itself tells no place, only a Node that checks the file prints it. */
function placeOfFault(path: string): string {
  const { stderr } = spawnSync(process.execPath, ['--check', path], { encoding: 'utf8', timeout: 5000 });
  const line = /^.*:(\d{1,9})\r?\n/.exec(stderr ?? '')?.[1];
  return line === undefined ? ' in a module that it imports' : ` in line ${line}`;
}
