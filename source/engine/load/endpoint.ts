import type { TargetAddress } from '../../model/request.js';
import { createTlsWay, type TlsSpec, type TlsWay } from './tls-way.js';

/** Where connections go. */
export type Endpoint = {
  readonly protocol: 'http' | 'https';
  /** IP address, or a name to be resolved on connecting. */
  readonly address: string;
  readonly port: number;
  /** The name that the certificate must bear. */
  readonly serverName: string;
  /** Shared by its connections; absent: each for itself, with the usual authorities. */
  readonly tls?: TlsWay;
};

/** Where connections to an address go: the resolved one when there is one. */
export function endpointOf(address: TargetAddress, tls?: TlsSpec): Endpoint {
  const name = bareHost(address);
  return {
    protocol: address.protocol,
    address: address.ip ?? name,
    port: address.port,
    serverName: name,
    ...(address.protocol === 'https' ? { tls: createTlsWay(tls) } : {}),
  };
}

/** Scheme, host and port of an address, as URLs have them. */
export function originOf(address: TargetAddress): string {
  const name = bareHost(address);
  return `${address.protocol}://${name.includes(':') ? `[${name}]` : name}:${address.port}`;
}

function bareHost({ host }: TargetAddress): string {
  return host.replace(/^\[|\]$/g, '');
}
