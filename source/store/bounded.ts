/** The list with one more item at its end, cut at the front to at most `limit` items. The given list is left as it is. */
export function pushBounded<Item>(list: readonly Item[], item: Item, limit: number): readonly Item[] {
  return list.length < limit ? [...list, item] : [...list.slice(list.length - limit + 1), item];
}
