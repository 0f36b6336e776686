import { codeOf, messageOf } from './error.js';
import { plainText } from './plain-text.js';

const words: Readonly<Record<string, string>> = {
  ENOENT: 'nothing can be made there',
  ENOTDIR: 'a part of its path is no folder',
  EEXIST: 'where a folder should be there is something else',
  EISDIR: 'it is a folder',
  EACCES: 'it may not be written to',
  EPERM: 'it may not be written to',
  EROFS: 'it lies on a file system that is only read',
  ENOSPC: 'the disk is full',
  EDQUOT: 'its owner may use no more of the disk',
  EFBIG: 'it would become larger than files may be',
  ENAMETOOLONG: 'its name is too long',
};

/** Why a file or a folder could not be made or written, as a clause without its path. */
export function writeFault(error: unknown): string {
  const code = codeOf(error);
  return code !== null && Object.hasOwn(words, code) ? words[code]! : plainText(messageOf(error), 200);
}
