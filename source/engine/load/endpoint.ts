import type { TargetAddress } from '../../model/request.js';
import type { Endpoint } from './connection.js';

/** Where connections to an address go: the resolved one when there is one. */
export function endpointOf(address: TargetAddress): Endpoint {
  const name = address.host.replace(/^\[|\]$/g, '');
  return { protocol: address.protocol, address: address.ip ?? name, port: address.port, serverName: name };
}
