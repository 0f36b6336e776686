import type { AuthRef } from './secret-ref.js';

/** How a server that is not the machine plimsoll runs on is reached. What the config does not say is null. */
export type ServerRoute =
  | {
      readonly kind: 'ssh';
      /** `ssh2` is the built-in client, `ssh` the program of that name. */
      readonly transport: 'ssh2' | 'ssh';
      /** A host name, an address, or a name of the SSH config. */
      readonly host: string;
      readonly port: number | null;
      readonly user: string | null;
      readonly identityFile: string | null;
      readonly knownHostsFile: string | null;
      readonly sshConfigFile: string | null;
    }
  | {
      readonly kind: 'prometheus';
      /** Base URL of the HTTP API, without the slash at its end. */
      readonly url: string;
      /** The `instance` label of the server's node_exporter. */
      readonly instance: string;
      /** Who asks, by reference to a secret; absent where nobody must say so. */
      readonly auth?: AuthRef;
      /** File of the authority that its certificate is by, in PEM, beside the usual ones. */
      readonly ca?: string;
      /** Any certificate is taken. */
      readonly insecure?: true;
    };

export type SshRoute = Extract<ServerRoute, { readonly kind: 'ssh' }>;
export type PrometheusRoute = Extract<ServerRoute, { readonly kind: 'prometheus' }>;
