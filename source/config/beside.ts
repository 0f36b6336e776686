import { isAbsolute, join } from 'node:path';
import type { AuthRef, SecretRef } from '../model/secret-ref.js';
import type { ChannelEntry } from './alert-parts.js';
import type { OptionName } from './options.js';
import type { PushTarget } from './publish-parts.js';
import { programAt, referenceAt } from './secret-reference.js';
import type { Layer } from './settings.js';
import type { WorkloadChoice } from './workload-choice.js';

/**
 * A layer with every path that it names taken from where the file lies that says it: a command line names files from where it
 * is typed. `folderOf` gives the folder of what an option, or one key of it, says. (The folder of sessions is the user's own, and stays as it is.)
 */
export function besideFile(layer: Layer, folderOf: (name: OptionName, key?: string) => string): Layer {
  const at = (path: string, name: OptionName, key?: string): string =>
    isAbsolute(path) ? path : join(folderOf(name, key), path);
  const secretAt = (secret: SecretRef, name: OptionName): SecretRef => referenceAt(secret, (path) => at(path, name));
  const authAt = (auth: AuthRef, name: OptionName): AuthRef => ({ ...auth, secret: secretAt(auth.secret, name) });
  const { profile, feeder, ca, auth, workload, benchWorkloads, otherHosts, datasets, channels } = layer;
  const { influx, logFile, metricsToken, otlp, remoteWrite } = layer;
  const workloadAt = (choice: WorkloadChoice, name: OptionName): WorkloadChoice =>
    choice.kind === 'module' ? { kind: 'module', path: at(choice.path, name) } : choice;
  return {
    ...layer,
    ...(profile === undefined ? {} : { profile: at(profile, 'profile') }),
    ...(feeder === undefined ? {} : { feeder: { ...feeder, file: at(feeder.file, 'feeder') } }),
    ...(ca === undefined ? {} : { ca: at(ca, 'ca') }),
    ...(datasets === undefined ? {} : { datasets: datasets.map((path) => at(path, 'datasets')) }),
    ...(auth === undefined ? {} : { auth: authAt(auth, 'auth') }),
    ...(logFile === undefined ? {} : { logFile: at(logFile, 'logFile') }),
    ...(metricsToken === undefined ? {} : { metricsToken: secretAt(metricsToken, 'metricsToken') }),
    ...(otlp === undefined ? {} : { otlp: pushAt(otlp, (path) => at(path, 'otlp')) }),
    ...(remoteWrite === undefined ? {} : { remoteWrite: pushAt(remoteWrite, (path) => at(path, 'remoteWrite')) }),
    ...(influx === undefined ? {} : { influx: pushAt(influx, (path) => at(path, 'influx')) }),
    ...(workload === undefined ? {} : { workload: workloadAt(workload, 'workload') }),
    ...(benchWorkloads === undefined
      ? {}
      : { benchWorkloads: benchWorkloads.map((choice) => workloadAt(choice, 'benchWorkloads')) }),
    ...(otherHosts === undefined
      ? {}
      : {
          otherHosts: otherHosts.map((host) => ({
            ...host,
            ...(host.ca === undefined ? {} : { ca: at(host.ca, 'otherHosts') }),
            ...(host.auth === undefined ? {} : { auth: authAt(host.auth, 'otherHosts') }),
          })),
        }),
    ...(channels === undefined
      ? {}
      : {
          channels: Object.fromEntries(
            Object.entries(channels).map(([name, entry]) => [
              name,
              channelAt(entry, (path) => at(path, 'channels', name)),
            ]),
          ),
        }),
  };
}

/** A receiver whose header fields may end in `file:PATH`. */
function pushAt(target: PushTarget, at: (path: string) => string): PushTarget {
  const headers = target.headers.map(([name, value]): PushTarget['headers'][number] => {
    const [, scheme = '', path] = /^((?:\S+ )?)file:(.+)$/.exec(value) ?? [];
    return [name, path === undefined ? value : `${scheme}file:${at(path)}`];
  });
  return { ...target, headers };
}

function channelAt(entry: ChannelEntry, at: (path: string) => string): ChannelEntry {
  const from = (secret: SecretRef): SecretRef => referenceAt(secret, at);
  switch (entry.type) {
    case 'terminal':
      return entry;
    case 'webhook':
      return { ...entry, url: from(entry.url), ...(entry.hmac === undefined ? {} : { hmac: from(entry.hmac) }) };
    case 'slack':
      return { ...entry, url: from(entry.url) };
    case 'command':
      return { ...entry, run: [...programAt(entry.run, at)] };
    case 'mail':
      return entry.password === undefined ? entry : { ...entry, password: from(entry.password) };
  }
}
