import { homedir } from 'node:os';
import { type ProfileReading, profilePath } from '../config/load-shape.js';
import { readProfile } from '../config/profile.js';
import { faulty } from '../config/reading.js';
import { type ConfigReading, resolveConfig } from '../config/resolve.js';
import type { Layers } from '../config/settings.js';
import { type SshHosts, sshHostNames } from '../config/ssh-hosts.js';
import { plainText } from '../model/plain-text.js';
import type { ReadFile } from './load-files.js';
import { unreadable } from './unreadable.js';

/** The config of layers that were laid together, with what the files that it names add to it. */
export function resolveLayers(layers: Layers, readFile: ReadFile): ConfigReading {
  return resolveConfig(layers, readProfileOf(layers, readFile), sshHosts);
}

/** The hosts of an SSH config; ssh itself takes `~` for the home folder. */
const sshHosts: SshHosts = (file) => sshHostNames(file?.replace(/^~(?=\/|$)/, homedir()) ?? null);

/** What came of reading the profile that the load runs along; null where it has another shape. */
function readProfileOf(layers: Layers, readFile: ReadFile): ProfileReading {
  const path = profilePath(layers);
  if (path === null) return null;
  try {
    return readProfile(readFile(path));
  } catch (error) {
    const [message, hint] = unreadable(error, 'a CSV file', null);
    return faulty(`${message} (${plainText(path, 200)})`, hint);
  }
}
