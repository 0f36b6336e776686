import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { PlimsollError } from '../model/error.js';
import type { Secret } from '../model/secret.js';
import { secretOf } from '../model/secret.js';

/**
 * A secret under a passphrase, as one text: `encrypted:v1:scrypt-LOG2N-R-P:SALT:NONCE:DATA`, the last three in base64url.
 * The key is scrypt's (RFC 7914) of passphrase and salt; data are AES-256-GCM's, with its tag behind them, and all before the
 * nonce is authenticated with them.
 */
const form =
  /^(encrypted:v1:scrypt-(\d{1,2})-(\d{1,2})-(\d{1,2}):([A-Za-z0-9_-]{22})):([A-Za-z0-9_-]{16}):([A-Za-z0-9_-]{22,12000})$/;

/** What new secrets are under: 128 MiB and some 0.4 s for each guess. */
const standard: Cost = { log2: 17, blocks: 8, lanes: 1 };
const keyBytes = 32;
const saltBytes = 16;
const nonceBytes = 12;
const tagBytes = 16;

/** scrypt's N as a power of two, its r and its p. */
type Cost = { readonly log2: number; readonly blocks: number; readonly lanes: number };

/** Opens and closes secrets under one passphrase. A key is made once for each salt, for it costs what it shall cost. */
export type Lock = {
  /** Throws `wrong-passphrase` where passphrase or text is another than when it was closed. */
  readonly open: (sealed: string) => Promise<Secret>;
  /** Closes a secret; under the key of `beside`, a text that this lock opens, where there is one. */
  readonly seal: (secret: Secret, beside?: string | null) => Promise<string>;
};

/** Whether a text has the form of a secret under a passphrase, at a cost that can be paid. */
export function isSealed(text: string): boolean {
  return partsOf(text) !== null;
}

/** A lock for this passphrase. `cost` is for tests, which open many. */
export function createLock(passphrase: Secret, cost: Cost = standard): Lock {
  const keys = new Map<string, Promise<Buffer>>();
  const keyOf = (head: string, salt: Buffer, { log2, blocks, lanes }: Cost): Promise<Buffer> => {
    const known = keys.get(head);
    if (known !== undefined) return known;
    const made = new Promise<Buffer>((resolve, reject) => {
      const options = { N: 2 ** log2, r: blocks, p: lanes, maxmem: 2 * 128 * 2 ** log2 * blocks };
      scrypt(passphrase.reveal().normalize('NFC'), salt, keyBytes, options, (error, key) =>
        error === null ? resolve(key) : reject(error),
      );
    });
    keys.set(head, made);
    return made;
  };
  return {
    async open(sealed) {
      const parts = partsOf(sealed);
      if (parts === null) throw wrong();
      const key = await keyOf(parts.head, parts.salt, parts.cost);
      const decipher = createDecipheriv('aes-256-gcm', key, parts.nonce, { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(parts.head));
      decipher.setAuthTag(parts.tag);
      try {
        return secretOf(Buffer.concat([decipher.update(parts.data), decipher.final()]).toString('utf8'));
      } catch {
        throw wrong();
      }
    },
    async seal(secret, beside = null) {
      const parts = beside === null ? null : partsOf(beside);
      const salt = parts?.salt ?? randomBytes(saltBytes);
      const paid = parts?.cost ?? cost;
      const head = `encrypted:v1:scrypt-${paid.log2}-${paid.blocks}-${paid.lanes}:${salt.toString('base64url')}`;
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', await keyOf(head, salt, paid), nonce, { authTagLength: tagBytes });
      cipher.setAAD(Buffer.from(head));
      const data = Buffer.concat([cipher.update(secret.reveal(), 'utf8'), cipher.final(), cipher.getAuthTag()]);
      return `${head}:${nonce.toString('base64url')}:${data.toString('base64url')}`;
    },
  };
}

function wrong(): PlimsollError {
  return new PlimsollError(
    'wrong-passphrase',
    'the passphrase does not open it, or it was changed since it was encrypted',
  );
}

function partsOf(text: string) {
  const match = form.exec(text);
  if (match === null) return null;
  const [, head = '', log2, blocks, lanes, salt = '', nonce = '', data = ''] = match;
  const cost: Cost = { log2: Number(log2), blocks: Number(blocks), lanes: Number(lanes) };
  // A text from elsewhere must not have the memory of the machine: at most 256 MiB.
  if (cost.log2 < 1 || cost.log2 > 18 || cost.blocks !== 8 || cost.lanes < 1 || cost.lanes > 4) return null;
  const bytes = Buffer.from(data, 'base64url');
  return {
    head,
    cost,
    salt: Buffer.from(salt, 'base64url'),
    nonce: Buffer.from(nonce, 'base64url'),
    data: bytes.subarray(0, -tagBytes),
    tag: bytes.subarray(-tagBytes),
  };
}
