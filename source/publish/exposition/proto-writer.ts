/**
 * Writes messages of Protocol Buffers field by field: the handful of wire types that Prometheus' messages have.
 * https://protobuf.dev/programming-guides/encoding/
 */
export type ProtoWriter = {
  /** A whole number from 0 to 2^53. */
  readonly varint: (field: number, value: number) => ProtoWriter;
  /** A whole number that may be negative, in the zigzag form of `sint32` and `sint64`. */
  readonly sint: (field: number, value: number) => ProtoWriter;
  readonly double: (field: number, value: number) => ProtoWriter;
  readonly text: (field: number, value: string) => ProtoWriter;
  readonly message: (field: number, message: Uint8Array) => ProtoWriter;
  /** Many of `sint` in one field. */
  readonly packedSints: (field: number, values: readonly number[]) => ProtoWriter;
  readonly bytes: () => Uint8Array;
};

const varintType = 0;
const doubleType = 1;
const lengthType = 2;

export function createProtoWriter(): ProtoWriter {
  let buffer = Buffer.allocUnsafe(64);
  let length = 0;
  const reserve = (more: number): void => {
    if (length + more <= buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, length + more));
    buffer.copy(larger, 0, 0, length);
    buffer = larger;
  };
  const number = (value: number): void => {
    reserve(10);
    let left = value;
    // Shifts would cut the number to 32 bits.
    while (left > 127) {
      buffer[length++] = (left % 128) | 128;
      left = Math.floor(left / 128);
    }
    buffer[length++] = left;
  };
  const tag = (field: number, type: number): void => number(field * 8 + type);
  const writer: ProtoWriter = {
    varint(field, value) {
      tag(field, varintType);
      number(value);
      return writer;
    },
    sint(field, value) {
      tag(field, varintType);
      number(zigzag(value));
      return writer;
    },
    double(field, value) {
      tag(field, doubleType);
      reserve(8);
      length = buffer.writeDoubleLE(value, length);
      return writer;
    },
    text(field, value) {
      const size = Buffer.byteLength(value);
      tag(field, lengthType);
      number(size);
      reserve(size);
      length += buffer.write(value, length);
      return writer;
    },
    message(field, message) {
      tag(field, lengthType);
      number(message.length);
      reserve(message.length);
      buffer.set(message, length);
      length += message.length;
      return writer;
    },
    packedSints(field, values) {
      if (values.length === 0) return writer;
      tag(field, lengthType);
      number(values.reduce((sum, value) => sum + varintSize(zigzag(value)), 0));
      for (const value of values) number(zigzag(value));
      return writer;
    },
    bytes: () => buffer.subarray(0, length),
  };
  return writer;
}

/** The length of a message, as it stands before each of several messages in a stream. */
export function delimited(message: Uint8Array): Uint8Array {
  const size: number[] = [];
  let left = message.length;
  for (; left > 127; left = Math.floor(left / 128)) size.push((left % 128) | 128);
  return Buffer.concat([Uint8Array.from([...size, left]), message]);
}

function zigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1;
}

function varintSize(value: number): number {
  let size = 1;
  for (let left = value; left > 127; left = Math.floor(left / 128)) size += 1;
  return size;
}
