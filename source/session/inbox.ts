/** Messages in order of arrival, taken one at a time: whatever happens to a run reaches it through one door. */
export type Inbox<Message> = {
  readonly post: (message: Message) => void;
  /** Resolves with the oldest message, waiting for one when there is none. One reader at a time. */
  readonly next: () => Promise<Message>;
};

export function createInbox<Message>(): Inbox<Message> {
  const messages: Message[] = [];
  let reader: ((message: Message) => void) | null = null;
  return {
    post(message) {
      if (reader === null) {
        messages.push(message);
        return;
      }
      const deliver = reader;
      reader = null;
      deliver(message);
    },
    next() {
      const message = messages.shift();
      if (message !== undefined) return Promise.resolve(message);
      return new Promise((resolve) => {
        reader = resolve;
      });
    },
  };
}
