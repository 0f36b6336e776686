/** A number to a thousandth: finer than anything that is measured here, and short when written. */
export function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}
