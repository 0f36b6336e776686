/** A list that is cheap at both ends: what waits in order, may be put back in front, and is sifted now and then. */
export type Deque<Item> = {
  readonly length: () => number;
  readonly first: () => Item | null;
  readonly push: (item: Item) => void;
  /** Puts an item back before all others. */
  readonly unshift: (item: Item) => void;
  readonly shift: () => Item | null;
  /** Keeps the items for which `isKept` says so, in order. */
  readonly sift: (isKept: (item: Item) => boolean) => void;
};

/** Room before the first item is given back when there is more of it than this, and than there are items. */
const slack = 64;

/** An empty deque. */
export function createDeque<Item>(): Deque<Item> {
  let items: (Item | undefined)[] = [];
  let head = 0;
  return {
    length: () => items.length - head,
    first: () => items[head] ?? null,
    push(item) {
      items.push(item);
    },
    unshift(item) {
      if (head === 0) {
        items.unshift(item);
        return;
      }
      head -= 1;
      items[head] = item;
    },
    shift() {
      const item = items[head];
      if (item === undefined) return null;
      items[head] = undefined;
      head += 1;
      if (head > slack && head * 2 > items.length) {
        items = items.slice(head);
        head = 0;
      }
      return item;
    },
    sift(isKept) {
      items = items.filter((item) => item !== undefined && isKept(item));
      head = 0;
    },
  };
}
