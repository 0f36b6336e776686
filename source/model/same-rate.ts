/** Whether two rates a second are meant for one: those of an answer are rounded, those that were asked for are not. */
export function isSameRate(a: number, b: number): boolean {
  return Math.abs(a - b) <= 0.001 * Math.max(a, b) + 0.06;
}
