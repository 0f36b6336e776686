import { codeOf, messageOf } from '../model/error.js';
import { plainText } from '../model/plain-text.js';

/** Why a file could not be read, and what to do. `wanted` names what was expected of it. */
export function unreadable(
  error: unknown,
  wanted: string,
  otherwise: string | null,
): readonly [message: string, hint: string | null] {
  switch (codeOf(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return [`expected ${wanted}, got a path where there is none`, otherwise];
    case 'EISDIR':
      return [`expected ${wanted}, got a folder`, 'name a file in it'];
    case 'EACCES':
    case 'EPERM':
      return [`expected ${wanted} that may be read, got no permission to`, null];
    default:
      return [`expected ${wanted} that can be read: ${plainText(messageOf(error), 200)}`, null];
  }
}
