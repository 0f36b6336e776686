import { type Clock, createSystemClock } from '../../time/clock.js';
import { openChannel } from './channel.js';
import { channelRequestOf } from './channel-request.js';
import { type ConnectionFault, openConnection } from './connection.js';
import { endpointOf, originOf } from './endpoint.js';
import { createHeadMemo } from './head-memo.js';
import type { HostSpec } from './load.js';
import { requestBytes } from './request-bytes.js';

/** What is asked of whom, and how; the address has the path. */
export type Asked = Pick<HostSpec, 'address' | 'request' | 'protocol' | 'tls'>;

/** What came of it. `connected`: there was a connection at least. */
export type Attempt =
  | { readonly kind: 'answered'; readonly status: number; readonly milliseconds: number }
  | { readonly kind: 'failed'; readonly connected: boolean; readonly fault: ConnectionFault };

/** What a way of asking tells while it asks. */
type Progress = {
  readonly connected: () => void;
  readonly answered: (status: number) => void;
  readonly failed: (fault: ConnectionFault) => void;
};

/** Asks once, over a connection of its own to the address's IP, and waits `timeoutMs` for the answer. */
export async function askOnce(asked: Asked, timeoutMs: number): Promise<Attempt> {
  const clock = createSystemClock();
  const begin = asked.protocol === 'http2' ? await beginHttp2(asked) : beginHttp1(asked, clock);
  return new Promise((settle) => {
    let connected = false;
    let sentMs = 0;
    const finish = (attempt: Attempt): void => {
      cancel();
      end();
      settle(attempt);
    };
    const failed = (fault: ConnectionFault): void => finish({ kind: 'failed', connected, fault });
    const cancel = clock.after(timeoutMs, () =>
      failed({ code: connected ? 'no-answer' : 'ETIMEDOUT', reason: 'timeout' }),
    );
    const end = begin({
      connected() {
        connected = true;
        sentMs = clock.nowMs();
      },
      answered: (status) => finish({ kind: 'answered', status, milliseconds: clock.nowMs() - sentMs }),
      failed,
    });
  });
}

/** Begins to ask; what is returned closes the connection. */
type Begin = (progress: Progress) => () => void;

function beginHttp1({ address, request, tls }: Asked, { nowMs }: Clock): Begin {
  const bytes = requestBytes(address, request);
  const reading = { buffer: Buffer.allocUnsafeSlow(64 * 1024), memo: createHeadMemo(), nowMs };
  return ({ connected, answered, failed }) => {
    const connection = openConnection(endpointOf(address, tls), reading, {
      opened() {
        connected();
        connection.send(bytes, request.method === 'HEAD');
      },
      answered: (_connection, { status }) => answered(status),
      failed: (_connection, fault) => failed(fault),
      closed: () => failed({ code: 'closed', reason: 'the connection closed before an answer came' }),
    });
    return connection.destroy;
  };
}

async function beginHttp2({ address, request, tls }: Asked): Promise<Begin> {
  const { Client } = await import('undici');
  const asked = channelRequestOf(address, request, 'http2');
  const options = { endpoint: endpointOf(address, tls), origin: originOf(address), protocol: 'http2' as const };
  return ({ connected, answered, failed }) => {
    let status = 0;
    const channel = openChannel(
      { ...options, Client, keepAlive: true },
      {
        opened() {
          connected();
          channel.send(asked, {
            sent() {},
            begun() {},
            head: (given) => {
              status = given;
            },
            data() {},
            ended: () => answered(status),
            failed,
          });
        },
        failed,
        freed() {},
        closed() {},
      },
    );
    return channel.destroy;
  };
}
