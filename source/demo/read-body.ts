import type { IncomingMessage } from 'node:http';

/** A request's body as text, or null when it is over `maxBytes`. Rejects when the client goes away in the middle. */
export function readBody(request: IncomingMessage, maxBytes: number): Promise<string | null> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let bytes = 0;
    request.on('data', (part: Buffer) => {
      bytes += part.length;
      if (bytes <= maxBytes) {
        parts.push(part);
        return;
      }
      // The rest is read and forgotten: a client that is cut off while it writes never sees the answer.
      parts.length = 0;
      resolve(null);
    });
    request.once('end', () => resolve(Buffer.concat(parts).toString()));
    request.once('error', reject);
    request.once('close', () => reject(new Error('The client went away.')));
  });
}
