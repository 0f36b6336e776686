/** A rate per second for people: whole from 10 up, with thousands apart. */
export function rateText(perSecond: number): string {
  return perSecond < 10 ? String(Math.round(perSecond * 10) / 10) : countText(Math.round(perSecond));
}

/** A count with thousands apart. */
export function countText(count: number): string {
  return count.toLocaleString('en-US');
}

/** "a", "a and b", "a, b and c". */
export function listText(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
