/** One of the last values recorded. `id` is the number of its metric, `atMs` its time to the tick. */
export type Recent = { readonly id: number; readonly atMs: number; readonly value: number };

/**
 * The last values of all metrics, in typed arrays of fixed length. A class, since V8 takes methods that are closures for
 * other functions on every object, and this is called for each value.
 */
export class RecentRing {
  readonly #atMs: Float64Array;
  readonly #values: Float64Array;
  readonly #ids: Uint16Array;
  #next = 0;
  #nowMs = 0;

  constructor(size: number) {
    this.#atMs = new Float64Array(size);
    this.#values = new Float64Array(size);
    this.#ids = new Uint16Array(size);
  }

  /** The time of what is recorded from here on: one clock reading for many values. */
  tick(nowMs: number): void {
    this.#nowMs = nowMs;
  }

  push(id: number, value: number): void {
    const at = this.#next % this.#ids.length;
    this.#atMs[at] = this.#nowMs;
    this.#values[at] = value;
    this.#ids[at] = id;
    this.#next += 1;
  }

  /** At most `count` values, oldest first. */
  last(count: number): readonly Recent[] {
    const size = this.#ids.length;
    const length = Math.min(count, size, this.#next);
    return Array.from({ length }, (_, index) => {
      const at = (this.#next - length + index) % size;
      return { id: this.#ids[at]!, atMs: this.#atMs[at]!, value: this.#values[at]! };
    });
  }

  /** Bytes held. */
  get bytes(): number {
    return this.#atMs.byteLength + this.#values.byteLength + this.#ids.byteLength;
  }
}
