import type { RequestSpec, TargetAddress } from '../../model/request.js';
import type { Endpoint } from './connection.js';

/** Where connections for these requests go: the resolved address when there is one. */
export function endpointOf(address: TargetAddress, request: RequestSpec): Endpoint {
  const name = address.host.replace(/^\[|\]$/g, '');
  return {
    protocol: address.protocol,
    address: address.ip ?? name,
    port: address.port,
    serverName: name,
    head: request.method === 'HEAD',
  };
}
