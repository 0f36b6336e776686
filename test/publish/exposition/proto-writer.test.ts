import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createProtoWriter, delimited } from '../../../source/publish/exposition/proto-writer.js';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

test('fields are as the examples of the encoding have them', () => {
  // https://protobuf.dev/programming-guides/encoding/
  assert.equal(hex(createProtoWriter().varint(1, 150).bytes()), '089601');
  assert.equal(hex(createProtoWriter().text(2, 'testing').bytes()), '120774657374696e67');
  assert.equal(hex(createProtoWriter().message(3, createProtoWriter().varint(1, 150).bytes()).bytes()), '1a03089601');
  assert.equal(hex(createProtoWriter().sint(1, -2).bytes()), '0803');
  assert.equal(hex(createProtoWriter().double(1, 1).bytes()), '09000000000000f03f');
  assert.equal(hex(createProtoWriter().packedSints(6, [1, -1, 135]).bytes()), '320402018e02');
  assert.equal(hex(delimited(new Uint8Array(300))).slice(0, 4), 'ac02');
});

test('whole numbers of any size come back as they were', () => {
  const numbers = fc.array(fc.integer({ min: -(2 ** 51), max: 2 ** 51 }), { minLength: 1 });
  fc.assert(
    fc.property(numbers, (all) => {
      const bytes = createProtoWriter().packedSints(1, all).bytes();
      let at = 1;
      const read = (): bigint => {
        let value = 0n;
        for (let shift = 0n; ; shift += 7n) {
          const byte = BigInt(bytes[at++]!);
          value |= (byte & 127n) << shift;
          if (byte < 128n) return value;
        }
      };
      assert.equal(Number(read()), bytes.length - at);
      const back = all.map(() => {
        const value = read();
        return Number((value >> 1n) ^ -(value & 1n));
      });
      assert.deepEqual(back, all);
    }),
  );
});
