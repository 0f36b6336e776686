import { isAbsolute, join, resolve } from 'node:path';
import type { OptionName } from './options.js';
import type { AuthRef } from './secret.js';
import type { SecretRef } from './secret-reference.js';
import type { Layer } from './settings.js';
import type { WorkloadChoice } from './workload-choice.js';

/**
 * A layer with every path that it names taken from where the file lies that says it: a command line names files from where it
 * is typed. `folderOf` gives the folder of what an option says. (The folder of sessions is the user's own, and stays as it is.)
 */
export function besideFile(layer: Layer, folderOf: (name: OptionName) => string): Layer {
  const at = (path: string, name: OptionName): string => (isAbsolute(path) ? path : join(folderOf(name), path));
  const secretAt = (secret: SecretRef, name: OptionName): SecretRef => {
    if (secret.kind === 'file') return { kind: 'file', path: at(secret.path, name) };
    // A program without a slash is looked for where all programs are.
    const [program = '', ...words] = secret.kind === 'command' ? secret.argv : [];
    return secret.kind === 'command' && program.includes('/')
      ? { ...secret, argv: [resolve(at(program, name)), ...words] }
      : secret;
  };
  const authAt = (auth: AuthRef, name: OptionName): AuthRef => ({ ...auth, secret: secretAt(auth.secret, name) });
  const { profile, feeder, ca, auth, workload, benchWorkloads, otherHosts, datasets } = layer;
  const workloadAt = (choice: WorkloadChoice, name: OptionName): WorkloadChoice =>
    choice.kind === 'module' ? { kind: 'module', path: at(choice.path, name) } : choice;
  return {
    ...layer,
    ...(profile === undefined ? {} : { profile: at(profile, 'profile') }),
    ...(feeder === undefined ? {} : { feeder: { ...feeder, file: at(feeder.file, 'feeder') } }),
    ...(ca === undefined ? {} : { ca: at(ca, 'ca') }),
    ...(datasets === undefined ? {} : { datasets: datasets.map((path) => at(path, 'datasets')) }),
    ...(auth === undefined ? {} : { auth: authAt(auth, 'auth') }),
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
  };
}
