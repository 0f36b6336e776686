import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { PlimsollError } from '../model/error.js';
import { type Secret, secretOf } from '../model/secret.js';
import { partsOf, type SealCost, tagBytes } from './sealed-text.js';

/** What new secrets are under: 128 MiB and some 0.4 s for each guess. */
const standard: SealCost = { log2: 17, blocks: 8, lanes: 1 };
const keyBytes = 32;
const saltBytes = 16;
const nonceBytes = 12;

/** Opens and closes secrets under one passphrase. A key is made once for each salt, for it costs what it shall cost. */
export type Lock = {
  /** Throws `wrong-passphrase` where passphrase or text is another than when it was closed. */
  readonly open: (sealed: string) => Promise<Secret>;
  /** Closes a secret; under the key of `beside`, a text that this lock opens, where there is one. */
  readonly seal: (secret: Secret, beside?: string | null) => Promise<string>;
};

/** A lock for this passphrase. `cost` is for tests, which open many. */
export function createLock(passphrase: Secret, cost: SealCost = standard): Lock {
  const keys = new Map<string, Promise<Buffer>>();
  const keyOf = (head: string, salt: Buffer, { log2, blocks, lanes }: SealCost): Promise<Buffer> => {
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
