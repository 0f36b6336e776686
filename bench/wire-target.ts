import { spawnSync } from 'node:child_process';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import type net from 'node:net';
import { certificate, certificateKey } from '../test/engine/load/loopback-certificate.js';

/** What the target of the wire's benchmark speaks. */
export type Speaks = 'http' | 'https' | 'h2' | 'h2c';

/** Begun with what it is to speak and whether it is to give cookies; tells its port, and ends with its parent. */
const [, , speaks = 'http', cookies = ''] = process.argv;
spawnSync('taskset', ['-p', '-c', '1', String(process.pid)]);
const secure = { cert: certificate, key: certificateKey };
const answer: http.RequestListener = (request, response) => {
  if (cookies !== '' && request.headers.cookie === undefined)
    response.setHeader('set-cookie', `session=${Math.random()}; Path=/`);
  response.end('ok');
};
// The two kinds of request and response have in common what is used here.
const answer2 = answer as unknown as NonNullable<Parameters<typeof http2.createServer>[1]>;
const server =
  speaks === 'http'
    ? http.createServer(answer)
    : speaks === 'https'
      ? https.createServer(secure, answer)
      : speaks === 'h2'
        ? http2.createSecureServer(secure, answer2)
        : http2.createServer(answer2);
server.listen(0, '127.0.0.1', () => process.send!((server.address() as net.AddressInfo).port));
process.on('disconnect', () => process.exit());
