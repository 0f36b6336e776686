import type { RequestSpec, TargetAddress } from '../../model/request.js';
import type { ChannelRequest } from './channel.js';
import { requestFields } from './request-bytes.js';

/** Fields that a connection has to itself, and undici with it. */
const ofConnection = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'upgrade',
  'te',
  'expect',
  'content-length',
]);

/** A request as undici takes it. Throws PlimsollError `bad-request-spec` as `requestFields` does. */
export function channelRequestOf(
  address: TargetAddress,
  request: RequestSpec,
  protocol: 'http1' | 'http2',
): ChannelRequest {
  const { method, path, headers, body } = requestFields(address, request);
  const own = headers.filter(([name]) => !ofConnection.has(name.toLowerCase()));
  // HTTP/2 knows no capital letters in names.
  const flat = own.flatMap(([name, value]) => [protocol === 'http2' ? name.toLowerCase() : name, value]);
  return { method, path, headers: flat, body };
}
