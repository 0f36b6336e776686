import { writeFile } from 'node:fs/promises';
import { clockText } from '../model/clock-text.js';
import { messageOf } from '../model/error.js';
import type { Picture } from '../ui/display/picture.js';

/** Writes a picture of the screen beside where plimsoll was started, and says where. `atMs`: the session's time. */
export async function keepPicture(picture: Picture, sessionId: string, atMs: number): Promise<string> {
  const name = `plimsoll-${sessionId}-${clockText(atMs).replaceAll(':', '')}`;
  try {
    // Never over what is there already.
    await writeFile(`${name}.txt`, picture.text, { flag: 'wx' });
    await writeFile(`${name}.svg`, picture.svg, { flag: 'wx' });
    return `written: ${name}.txt and ${name}.svg`;
  } catch (error) {
    return `the screen could not be written here: ${messageOf(error)}`;
  }
}
