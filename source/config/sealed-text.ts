/**
 * A secret under a passphrase is one text: `encrypted:v1:scrypt-LOG2N-R-P:SALT:NONCE:DATA`, the last three in base64url.
 * The key is scrypt's (RFC 7914) of passphrase and salt; data are AES-256-GCM's, with its tag behind them, and all before the
 * nonce is authenticated with them.
 */
const form =
  /^(encrypted:v1:scrypt-(\d{1,2})-(\d{1,2})-(\d{1,2}):([A-Za-z0-9_-]{22})):([A-Za-z0-9_-]{16}):([A-Za-z0-9_-]{22,12000})$/;

/** Of AES-256-GCM. */
export const tagBytes = 16;

/** scrypt's N as a power of two, its r and its p. */
export type SealCost = { readonly log2: number; readonly blocks: number; readonly lanes: number };

/** Whether a text has the form of a secret under a passphrase, at a cost that can be paid. */
export function isSealed(text: string): boolean {
  return partsOf(text) !== null;
}

/** What such a text says; null where it is none. Nothing is known of whether it can be opened. */
export function partsOf(text: string) {
  const match = form.exec(text);
  if (match === null) return null;
  const [, head = '', log2, blocks, lanes, salt = '', nonce = '', data = ''] = match;
  const cost: SealCost = { log2: Number(log2), blocks: Number(blocks), lanes: Number(lanes) };
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
