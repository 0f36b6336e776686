import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a receiver on loopback was posted. */
export type Posted = {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Buffer;
};

export type SinkServer = {
  readonly url: string;
  readonly got: readonly Posted[];
  /** Resolves with the next that comes, or (where there are so many already) with that one. */
  readonly nth: (count: number) => Promise<Posted>;
  readonly close: () => Promise<void>;
};

/** A receiver that answers each post as `answer` says; a null never. */
export async function startSinkServer(answer: (index: number) => number | null = () => 204): Promise<SinkServer> {
  const got: Posted[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      got.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) });
      for (const look of [...waiting]) look();
      const status = answer(got.length - 1);
      if (status !== null) response.writeHead(status, { location: 'http://127.0.0.1:1/' }).end('said so');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    got,
    nth: (count) =>
      new Promise((resolve) => {
        const look = (): void => {
          const found = got[count - 1];
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
    async close() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
