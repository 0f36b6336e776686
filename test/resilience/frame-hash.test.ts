import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createFrameHash } from '../../source/resilience/frame-hash.js';

test('gives the values of xxHash64', () => {
  const hash = createFrameHash(0n);
  // From the reference implementation's own test vectors and documentation.
  assert.equal(hash(''), 0xef46db3751d8e999n);
  assert.equal(hash('a'), 0xd24ec4f1a98c6e5bn);
  assert.equal(hash('Nobody inspects the spammish repetition'), 0xfbcea83c8a378bf1n);
});

test('a text and its bytes have one hash, and another seed another', () => {
  const [hash, other] = [createFrameHash(1n), createFrameHash(2n)];
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      assert.equal(hash(text), hash(Buffer.from(text)));
      assert.notEqual(hash(text), other(text));
    }),
  );
});
