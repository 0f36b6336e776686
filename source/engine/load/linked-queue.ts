/** What a linked queue holds: items carry their own links, so that queueing allocates nothing. */
export type Linked<Item> = { previous: Item | null; next: Item | null };

/** A first-in, first-out queue from which any item can be taken out at once. An item is in one queue at most. */
export type LinkedQueue<Item> = {
  readonly first: () => Item | null;
  readonly size: () => number;
  readonly push: (item: Item) => void;
  readonly pushFirst: (item: Item) => void;
  /** Takes out an item that is in this queue. */
  readonly remove: (item: Item) => void;
};

export function createLinkedQueue<Item extends Linked<Item>>(): LinkedQueue<Item> {
  let first: Item | null = null;
  let last: Item | null = null;
  let size = 0;
  return {
    first: () => first,
    size: () => size,
    push(item) {
      item.previous = last;
      item.next = null;
      if (last === null) first = item;
      else last.next = item;
      last = item;
      size += 1;
    },
    pushFirst(item) {
      item.previous = null;
      item.next = first;
      if (first === null) last = item;
      else first.previous = item;
      first = item;
      size += 1;
    },
    remove(item) {
      if (item.previous === null) first = item.next;
      else item.previous.next = item.next;
      if (item.next === null) last = item.previous;
      else item.next.previous = item.previous;
      item.previous = null;
      item.next = null;
      size -= 1;
    },
  };
}
