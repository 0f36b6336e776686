import { isAbsolute, join } from 'node:path';
import type { AuthRef } from '../model/secret-ref.js';
import type { Layer } from './settings.js';
import type { WorkloadChoice } from './workload-choice.js';

/**
 * A config file's layer with every path that it names taken from where the file lies: a command line names files from
 * where it is typed. (The folder of sessions is the user's own, and stays as it is.)
 */
export function besideFile(layer: Layer, folder: string): Layer {
  const at = (path: string): string => (isAbsolute(path) ? path : join(folder, path));
  const authAt = (auth: AuthRef): AuthRef =>
    auth.secret.kind === 'file' ? { ...auth, secret: { kind: 'file', path: at(auth.secret.path) } } : auth;
  const { profile, feeder, ca, auth, workload, benchWorkloads, otherHosts, datasets } = layer;
  const workloadAt = (choice: WorkloadChoice): WorkloadChoice =>
    choice.kind === 'module' ? { kind: 'module', path: at(choice.path) } : choice;
  return {
    ...layer,
    ...(profile === undefined ? {} : { profile: at(profile) }),
    ...(feeder === undefined ? {} : { feeder: { ...feeder, file: at(feeder.file) } }),
    ...(ca === undefined ? {} : { ca: at(ca) }),
    ...(datasets === undefined ? {} : { datasets: datasets.map(at) }),
    ...(auth === undefined ? {} : { auth: authAt(auth) }),
    ...(workload === undefined ? {} : { workload: workloadAt(workload) }),
    ...(benchWorkloads === undefined ? {} : { benchWorkloads: benchWorkloads.map(workloadAt) }),
    ...(otherHosts === undefined
      ? {}
      : {
          otherHosts: otherHosts.map((host) => ({
            ...host,
            ...(host.ca === undefined ? {} : { ca: at(host.ca) }),
            ...(host.auth === undefined ? {} : { auth: authAt(host.auth) }),
          })),
        }),
  };
}
