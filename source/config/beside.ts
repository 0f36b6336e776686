import { isAbsolute, join } from 'node:path';
import { isObject } from '../model/plain-object.js';
import { readWorkload } from './workload-choice.js';

type Content = Readonly<Record<string, unknown>>;

// A place is written as in messages: `hosts[0].auth.bearer`.
const ofServers = /^servers\[\d+\]\.(?:ca|identityFile|knownHostsFile|sshConfigFile)$/;
const file =
  /^(?:target\.ca|load\.profile|feeder(?:\.file)?|jobs\.datasets(?:\[\d+\])?|log\.log-file|hosts\[\d+\]\.ca|servers\[\d+\]\.(?:ca|identityFile|knownHostsFile|sshConfigFile))$/;
const code = /^(?:load\.workload|bench\.workloads\[\d+\])$/;
const secret =
  /^(?:(?:target|hosts\[\d+\]|servers\[\d+\])\.auth\.(?:bearer|basic\.password)|channels\.[^.]+\.(?:url|hmac|password)|publish\.metrics-token|(?:streams\[\d+\]|publish\.[\w-]+)\.headers\.[^[\]]+)$/;
const program = /^channels\.[^.]+\.run\[0\]$/;
const firstWord = '.command[0]';

/**
 * Content of config files with every path in it taken from where the file lies that says it: a command line names files from
 * where it is typed. `folderOf` gives the folder of what stands at a path of keys. Nothing given is changed. (The folder of
 * sessions is the user's own, and stays as it is; so does what begins with the home folder.)
 */
export function besideFiles(content: Content, folderOf: (path: readonly string[]) => string): Content {
  const textAt = (text: string, place: string, path: readonly string[]): string => {
    const at = (name: string): string => (isAbsolute(name) ? name : join(folderOf(path), name));
    if (ofServers.test(place) && text.startsWith('~')) return text;
    if (file.test(place)) return at(text);
    if (code.test(place)) {
      const choice = readWorkload(text);
      return choice.kind === 'ok' && choice.value.kind === 'module' ? at(text) : text;
    }
    if (secret.test(place)) {
      const [, before = '', name] = /^((?:\S+ )?file:)(.+)$/s.exec(text) ?? [];
      return name === undefined ? text : `${before}${at(name)}`;
    }
    const isProgram =
      program.test(place) || (place.endsWith(firstWord) && secret.test(place.slice(0, -firstWord.length)));
    // A program without a slash is looked for where all programs are.
    if (!isProgram || !text.includes('/')) return text;
    const moved = at(text);
    return moved.includes('/') ? moved : `./${moved}`;
  };
  const walk = (value: unknown, place: string, path: readonly string[]): unknown => {
    if (typeof value === 'string') return textAt(value, place, path);
    if (Array.isArray(value)) {
      return value.map((entry, index) => walk(entry, `${place}[${index}]`, [...path, String(index)]));
    }
    return isObject(value) ? walkKeys(value, place, path) : value;
  };
  const walkKeys = (keys: Content, place: string, path: readonly string[]): Content => {
    // Without a prototype, so that `__proto__` is a key like any other and is refused like any other.
    const object: Record<string, unknown> = Object.create(null);
    for (const [key, value] of Object.entries(keys)) {
      object[key] = walk(value, place === '' ? key : `${place}.${key}`, [...path, key]);
    }
    return object;
  };
  return walkKeys(content, '', []);
}
